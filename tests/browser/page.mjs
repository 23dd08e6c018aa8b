/* A report in Debian's Chromium, without a network. */
import {execFileSync} from 'node:child_process';
import {resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

let browser;

/* Opens a file; page.problems gets what the console and the network report. */
export async function openPage(file, options = {}) {
	browser ??= await chromium.launch({
		executablePath: execFileSync('sh', ['-c', 'command -v chromium'], {encoding: 'utf8'}).trim(),
		args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
			'--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
	const context = await browser.newContext(options);
	const page = await context.newPage();
	page.problems = [];
	page.on('console', message => page.problems.push(`console: ${message.text()}`));
	page.on('pageerror', error => page.problems.push(`error: ${error.stack}`));
	page.on('dialog', dialog => {
		page.problems.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	page.on('request', request => {
		if (request.url() !== page.address.split('#')[0])
			page.problems.push(`request: ${request.url()}`);
	});
	page.address = pathToFileURL(resolve(file)).href;
	await page.goto(page.address);
	await drawn(page);
	return page;
}

/* Waits until what was asked for is on the screen. */
export async function drawn(page) {
	await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
}

export async function closeBrowser() {
	await browser?.close();
}
