/*
 * report.mjs DIRECTORY: looks at the reports there in Chromium and prints a line for each
 * check: "ok NAME" or "not ok NAME", then what is wrong, indented. tests/html.bats makes
 * the reports and has a test for each check.
 *
 * Pages are used as people use them, by mouse, keyboard and touch; window.report is only
 * asked where things are and what is shown.
 */
import assert from 'node:assert/strict';
import {join} from 'node:path';
import {closeBrowser, drawn, openPage} from './page.mjs';

const [directory, ...chosen] = process.argv.slice(2);
const open = (name, options) => openPage(join(directory, `${name}.html`), options);
const checks = {};

/* What the time line shows: PIDs from top to bottom. */
const lanes = page => page.evaluate(() => Array.from(report.lanes.list, i => report.recording.pid[i]));
const table = page => page.evaluate(() => Array.from(report.table.list, i => report.recording.pid[i]));
const sight = page => page.evaluate(() => report.timeLine.scale.domain());
const selected = page => page.evaluate(() => report.recording.pid[report.selected]);
const text = (page, selector) => page.locator(selector).innerText();

/* Where on the page the bar of a process (the first of that PID) is. */
const bar = (page, pid) => page.evaluate(wanted => {
	const {recording: r, lanes, timeLine} = report, i = r.pid.indexOf(wanted);
	const box = document.getElementById('lanes').getBoundingClientRect();
	const {rowHeight, top} = timeLine.scroller;
	const left = timeLine.scale(r.start[i]), right = timeLine.scale(r.end[i]);
	return {x: box.left + (left + right) / 2, left: box.left + left, right: box.left + right,
		y: box.top + (lanes.rowOf[i] + 0.5) * rowHeight - top};
}, pid);

/* The texts that are drawn into a canvas, and where. */
const drawnTexts = (page, selector) => page.evaluate(wanted => {
	const context = document.querySelector(wanted).getContext('2d'), found = [];
	context.fillText = (text, x, y, room = Infinity) =>
		found.push({text, y, left: x, right: x + Math.min(room, context.measureText(text).width)});
	report.timeLine.draw();
	delete context.fillText;
	return found;
}, selector);

const click = async (page, pid) => {
	const {x, y} = await bar(page, pid);
	await page.mouse.click(x, y);
};

/* Types into a filter and waits until it has been taken. */
const filter = async (page, selector, value) => {
	if (selector.startsWith('select'))
		await page.selectOption(selector, value);
	else
		await page.fill(selector, value);
	await page.waitForTimeout(0);
	await page.evaluate(() => new Promise(done => setTimeout(done, report.recording.count > 20000 ? 200 : 10)));
	await drawn(page);
};

checks['a lane for each process, drawn in the colour of its executable'] = async () => {
	const page = await open('build');
	assert.deepEqual(await lanes(page), [4242, 4243, 4244, 4250, 4251, 4252, 4253]);
	const colours = await page.evaluate(() => {
		const {recording: r, theme, timeLine, lanes} = report, {canvas} = timeLine;
		const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
		return Array.from(lanes.list, (i, row) => {
			const x = Math.round(timeLine.scale(r.start[i]) * 0.02 + timeLine.scale(r.end[i]) * 0.98);
			const y = Math.round((row + 0.5) * timeLine.scroller.rowHeight) + 5;
			const at = (y * canvas.width + x) * 4;
			const hex = '#' + [...data.slice(at, at + 3)].map(c => c.toString(16).padStart(2, '0')).join('');
			return [r.pid[i], hex, theme.colour(r.stretch.executable[r.lastStretch(i)])];
		});
	});
	for (const [pid, found, expected] of colours.filter(([pid]) => [4242, 4243, 4244, 4253].includes(pid)))
		assert.equal(found, expected, `bar of ${pid}`);
	assert.equal(new Set(colours.map(([, , colour]) => colour)).size, 6);
	assert.match(await text(page, '#facts'), /7 processes.*at most 4 at a time.*2 failed.*2 killed.*1 still running/);
	return page;
};

checks['texts in a lane have room beside each other'] = async () => {
	const page = await open('build', {viewport: {width: 700, height: 700}});
	const pids = await lanes(page);
	for (const pid of [0, ...pids]) {
		if (pid !== 0) {
			await page.evaluate(wanted => report.select(report.recording.pid.indexOf(wanted)), pid);
			await page.keyboard.press('f');
		}
		const texts = await drawnTexts(page, '#lanes canvas');
		for (const one of texts)
			for (const other of texts)
				assert.ok(one === other || one.y !== other.y || one.left >= other.right || one.right <= other.left,
					`at ${pid}: ${one.text} and ${other.text}`);
	}
	return page;
};

checks['zoom and pan by keys, buttons, wheel and drag'] = async () => {
	const page = await open('build'), whole = await sight(page), length = ([from, to]) => to - from;
	const near = (a, b) => assert.ok(Math.abs(a - b) <= Math.abs(b) * 1e-6 + 1, `${a} is not ${b}`);
	await page.keyboard.press('+');
	near(length(await sight(page)), length(whole) / 2);
	await page.keyboard.press('-');
	near(length(await sight(page)), length(whole));
	await page.keyboard.press('-');
	near(length(await sight(page)), length(whole));
	await page.click('#zoom-in');
	await page.click('#zoom-in');
	const quarter = await sight(page);
	near(length(quarter), length(whole) / 4);
	await page.keyboard.press('.');
	near((await sight(page))[0], quarter[0] + length(quarter) / 4);
	await page.keyboard.press('0');
	assert.deepEqual(await sight(page), whole);

	const {x, y} = await bar(page, 4243);
	const under = () => page.evaluate(at => report.timeLine.scale.invert(at - document.getElementById('time').getBoundingClientRect().left - 1), x);
	const before = await under();
	await page.mouse.move(x, y);
	await page.keyboard.down('Control');
	await page.mouse.wheel(0, -120);
	await page.keyboard.up('Control');
	await drawn(page);
	assert.ok(length(await sight(page)) < length(whole) * 0.8);
	assert.ok(Math.abs(await under() - before) < length(whole) / 500, 'what is under the pointer stays there');
	const zoomed = await sight(page);
	await page.mouse.wheel(0, 100);
	assert.deepEqual(await sight(page), zoomed, 'the wheel alone only scrolls');
	await page.mouse.down();
	await page.mouse.move(x - 100, y, {steps: 4});
	await page.mouse.up();
	near(length(await sight(page)), length(zoomed));
	assert.ok((await sight(page))[0] > zoomed[0]);
	assert.equal(await selected(page), undefined, 'a drag selects nothing');

	await page.click('#zoom-reset');
	const short = await bar(page, 4244);
	await page.mouse.dblclick(short.x, short.y);
	const [from, to] = await sight(page), [start, end] = await page.evaluate(() => [report.recording.start[2], report.recording.end[2]]);
	assert.ok(from < start && end < to && to - from < (end - start) * 1.3);
	return page;
};

checks['the overview goes to a place and chooses a part of the time'] = async () => {
	const page = await open('two'), whole = await sight(page);
	const box = await page.locator('#overview canvas').boundingBox();
	const x = await page.evaluate(() => Array.from([0.5e9, 1e9], time => report.timeLine.base(time)));
	await page.mouse.move(box.x + x[0], box.y + 20);
	await page.mouse.down();
	await page.mouse.move(box.x + x[1], box.y + 30, {steps: 3});
	await page.mouse.up();
	const [from, to] = await sight(page), near = whole[1] / 200;
	assert.ok(Math.abs(from - 0.5e9) < near && Math.abs(to - 1e9) < near, `${from} to ${to}`);
	await page.mouse.click(box.x + x[1], box.y + 46);
	const [left, right] = await sight(page);
	assert.ok(Math.abs((left + right) / 2 - 1e9) < near && Math.abs(right - left - (to - from)) < near, `${left} to ${right}`);
	return page;
};

checks['search by text, PID and regular expression'] = async () => {
	const page = await open('build');
	await filter(page, '#search', 'SLEEP');
	assert.deepEqual((await table(page)).sort(), [4243, 4244]);
	assert.deepEqual(await lanes(page), [4242, 4243, 4244]); // and what they descend from
	assert.equal(await text(page, '#found'), '2 of 7 processes');
	await filter(page, '#search', '/^sleep \\d+$/');
	assert.deepEqual(await table(page), [4244]);
	await filter(page, '#search', '/TEST/i');
	assert.deepEqual(await table(page), [4250]);
	await filter(page, '#search', '4253');
	assert.deepEqual(await table(page), [4253]);
	await filter(page, '#search', '/(/');
	assert.equal(await text(page, '#found'), 'not a regular expression');
	assert.equal(await page.getAttribute('#search', 'aria-invalid'), 'true');
	assert.equal((await table(page)).length, 7);
	await filter(page, '#search', 'nowhere');
	assert.deepEqual(await table(page), []);
	assert.deepEqual(await lanes(page), []);
	assert.match(await text(page, '#table'), /No process is like that/);
	await page.click('button[type=reset]');
	await drawn(page);
	assert.equal((await lanes(page)).length, 7);
	return page;
};

checks['filters by executable, status and duration'] = async () => {
	const page = await open('build');
	await filter(page, 'select#outcome', {label: 'killed'});
	assert.deepEqual((await table(page)).sort(), [4244, 4251]);
	await filter(page, 'select#executable', {label: 'sleep'});
	assert.deepEqual(await table(page), [4244]);
	await page.click('button[type=reset]');
	await drawn(page);
	await page.click('#legend button:has-text("timeout")');
	assert.deepEqual(await table(page), [4243]);
	assert.equal(await page.getAttribute('#legend button:has-text("timeout")', 'aria-pressed'), 'true');
	await page.click('#legend button:has-text("timeout")');
	assert.equal((await table(page)).length, 7);
	await filter(page, '#least', '1005ms');
	assert.deepEqual((await table(page)).sort(), [4242, 4243]);
	await filter(page, '#least', 'long');
	assert.equal(await page.getAttribute('#least', 'aria-invalid'), 'true');
	assert.equal((await table(page)).length, 7);
	const options = id => page.locator(`#${id} option`).allInnerTexts();
	assert.deepEqual(await options('outcome'), ['all', 'ok', 'failed', 'killed', 'running']);
	// Not bash, of which only the copy is here that then executed make.
	const programs = ['daemon', 'make', 'pt-mark', 'sh', 'sleep', 'timeout'];
	assert.deepEqual(await options('executable'), ['all', ...programs]);
	assert.deepEqual((await page.locator('#legend button').allInnerTexts()).sort(), programs);
	return page;
};

checks['the table is sorted by its headings'] = async () => {
	const page = await open('build');
	const head = name => page.locator(`#table .head button.${name}`);
	await head('duration').click();
	assert.equal((await table(page))[0], 4242);
	assert.equal(await page.getAttribute('#table .head div.duration', 'aria-sort'), 'descending');
	await head('duration').click();
	assert.equal((await table(page)).at(-1), 4242);
	assert.equal(await page.getAttribute('#table .head div.duration', 'aria-sort'), 'ascending');
	await head('pid').click();
	assert.deepEqual(await table(page), [4242, 4243, 4244, 4250, 4251, 4252, 4253]);
	await head('command').click();
	assert.equal((await table(page))[0], 4253); // daemon
	await head('memory').click();
	await drawn(page);
	const cells = await page.locator('#table .row').first().locator('span').allInnerTexts();
	assert.deepEqual(cells, ['4242', 'make check', '0.000', '1.037 s', '12.3 ms', '9.7 MiB', 'exit 2', '3']);
	return page;
};

checks['everything works by keyboard'] = async () => {
	const page = await open('build');
	await page.focus('#lanes');
	assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
	await page.keyboard.press('ArrowDown');
	assert.equal(await selected(page), 4242);
	await page.keyboard.press('ArrowDown');
	await page.keyboard.press('ArrowDown');
	assert.equal(await selected(page), 4244);
	assert.match(await page.locator('#current').textContent(), /^4244 sleep 60, SIGTERM, 1\.001 s$/);
	await page.keyboard.press('ArrowLeft');
	assert.equal(await selected(page), 4243);
	await page.keyboard.press('ArrowLeft');
	assert.deepEqual(await lanes(page), [4242, 4243, 4250, 4251, 4252, 4253]);
	await page.keyboard.press('ArrowRight');
	await page.keyboard.press('ArrowRight');
	assert.equal(await selected(page), 4244);
	await page.keyboard.press('Enter');
	assert.match(await text(page, '#details h2'), /sleep 60/);
	assert.equal(await page.evaluate(() => document.activeElement.id), 'details');
	await page.keyboard.press('Escape');
	assert.ok(await page.locator('#details').isHidden());
	assert.equal(await page.evaluate(() => document.activeElement.id), 'lanes');
	await page.keyboard.press('Escape');
	assert.equal(await selected(page), undefined);
	await page.keyboard.press('/');
	await page.keyboard.type('daemon');
	assert.equal(await page.inputValue('#search'), 'daemon');
	await page.keyboard.type('+-0');
	assert.equal(await page.inputValue('#search'), 'daemon+-0', 'commands are not for text fields');
	await page.keyboard.press('Escape');
	assert.equal(await page.inputValue('#search'), '');
	assert.equal((await lanes(page)).length, 7);
	await page.keyboard.type('daemon');
	await page.keyboard.press('Enter');
	assert.equal(await page.evaluate(() => document.activeElement.id), 'lanes');
	assert.equal((await table(page)).length, 3);
	await page.click('button[type=reset]');
	await page.focus('#table');
	await page.keyboard.press('End');
	assert.equal(await selected(page), 4253);
	await page.keyboard.press('Enter');
	assert.match(await text(page, '#details h2'), /daemon/);
	return page;
};

checks['lanes collapse and expand'] = async () => {
	const page = await open('build'), {y} = await bar(page, 4251);
	const box = await page.locator('#lanes').boundingBox();
	await page.mouse.click(box.x + 22, y); // the triangle
	assert.deepEqual(await lanes(page), [4242, 4243, 4244, 4250, 4251]);
	assert.ok(await page.locator('#details').isHidden());
	await page.click('#collapse');
	assert.deepEqual(await lanes(page), [4242]);
	await page.click('#expand');
	assert.equal((await lanes(page)).length, 7);
	return page;
};

checks['lanes only for what is alive in sight'] = async () => {
	const page = await open('build');
	await page.click('#in-sight');
	assert.equal((await lanes(page)).length, 7);
	const {x, y} = await bar(page, 4252);
	await page.mouse.dblclick(x, y);
	assert.deepEqual(await lanes(page), [4242, 4251, 4252, 4253]);
	await page.keyboard.press('0');
	assert.equal((await lanes(page)).length, 7);
	return page;
};

checks['details tell everything, and link to the rest'] = async () => {
	const page = await open('build');
	await click(page, 4244);
	const details = await text(page, '#details');
	for (const fact of [/PID\s+4244/, /Status\s+SIGTERM/, /killed by 4243 timeout/, /Start\s+0\.020000 s/,
		/End\s+1\.021000 s/, /Duration\s+1\.001 s/, /CPU time\s+900 µs, 0\.1 % of a core/,
		/Peak memory\s+2\.1 MiB/, /Parent\s+4243/, /Group\s+4242/, /Session\s+4000/, /User ID\s+1000/,
		/Tried to execute\s+\/usr\/local\/bin\/sleep\s+ENOENT at 0\.020900 s/, /SIGTERM at 1\.020000 s from 4243 timeout 1 sleep 60/,
		/timeout 1 sleep 60\s+\/usr\/bin\/timeout, as a copy of its creator, from 0\.020000 s for 1\.00 ms/,
		/sleep 60\s+\/bin\/sleep, from 0\.021000 s for 1\.000 s/,
		/Created by \(2\)\s+4243 timeout 1 sleep 60 \(exit 124\)\s+4242 make check \(exit 2\)/])
		assert.match(details, fact);
	await page.click('#details a:has-text("4242 make check")');
	await page.waitForFunction(() => report.recording.pid[report.selected] === 4242);
	const parent = await text(page, '#details');
	assert.match(parent, /Created \(3\)\s+4243 timeout 1 sleep 60 \(exit 124\)\s+4250 test 12\s+4251 sh -c/);
	await page.goBack();
	await page.waitForFunction(() => report.recording.pid[report.selected] === undefined || report.recording.pid[report.selected] === 4242);
	await page.click('#details .close');
	assert.ok(await page.locator('#details').isHidden());
	await page.locator('#table .row', {hasText: 'daemon --serve'}).last().click();
	const daemon = await text(page, '#details');
	for (const fact of [/left behind, orphaned/, /End\s+not in the recording/, /Duration\s+more than 1\.004 s/, /Parent\s+4252, later 1/])
		assert.match(daemon, fact);
	return page;
};

checks['details tell what was held and waited for'] = async () => {
	const page = await open('left');
	await click(page, 12);
	const details = await text(page, '#details');
	assert.match(details, /Seen by pt-launch at 0\.099000 s \(3\)\nholds 1: the write end of the pipe that was the command's stdout\n/);
	assert.match(details, /\nholds 9: .*<\/script>.*<img src=x .*deleted.*, locked \(flock-write\)\nwaits in hrtimer_nanosleep\n/);
	assert.equal(await page.locator('#details img').count(), 0);
	assert.equal(await page.evaluate(() => window.injected), undefined);
	await click(page, 11);
	assert.ok(!(await text(page, '#details')).includes('Seen by'));
	return page;
};

checks['a mark that failed'] = async () => {
	const page = await open('left');
	assert.match(await text(page, '#facts'), /3 processes.*1 failed/);
	await click(page, 11);
	assert.match(await text(page, '#details'), /Status\s+mark, exit 2/);
	await click(page, 10);
	assert.match(await text(page, '#details'), /Created \(2\)\s+11 -x \(mark, exit 2\)/);
	return page;
};

checks['a link to a process opens it'] = async () => {
	const page = await open('two');
	await page.evaluate(() => location.hash = '#2.3');
	await page.waitForFunction(() => report.number === 1 && report.selected === 2);
	assert.match(await text(page, '#details h2'), /sleep 60/);
	await page.evaluate(() => location.hash = '#9.9999999');
	assert.equal(await selected(page), 4244);
	return page;
};

checks['several recordings can be chosen from'] = async () => {
	const page = await open('two');
	assert.equal((await lanes(page)).length, 16);
	await page.selectOption('#recording', {label: 'Recording 2 of 2'});
	assert.equal((await lanes(page)).length, 7);
	assert.equal(await text(page, 'h1'), 'make check');
	assert.ok(await page.evaluate(() => report.timeLine.marks.length === 1));
	const one = await open('build');
	assert.ok(await one.locator('#recording').isHidden());
	return page;
};

checks['no process can inject anything'] = async () => {
	const page = await open('hostile');
	assert.equal(await page.evaluate(() => window.injected), undefined);
	const pids = await lanes(page);
	assert.equal(pids.length, 14);
	const count = name => page.evaluate(tag => document.getElementsByTagName(tag).length, name);
	assert.equal(await count('script'), 3);
	const images = await count('img');
	const commands = await page.evaluate(() => Array.from(report.lanes.list, i => report.recording.command(i)));
	for (const part of ['</script><script>window.injected=1</script>', '<!--<script>', '__proto__',
		'<img src=x onerror=window.injected=1>', '"onmouseover=', '{{code}}'])
		assert.ok(commands.some(command => command.includes(part)), part);
	// What isn't printable is shown as a shell would need it typed.
	assert.ok(commands.some(command => command.includes("$'\\xe2\\x80\\xa8'")), 'U+2028');
	assert.ok(commands.some(command => command.includes("$'\\xff\\xfe'")), 'not UTF-8');
	for (let n = 0; n < pids.length; n++) {
		await page.evaluate(n => { report.select(n); report.open(n); }, n);
		const {x, y} = await bar(page, pids[n]);
		await page.mouse.move(x, y);
		await page.mouse.move(x + 2, y); // the hint
		assert.equal((await text(page, '#details h2')).replace(/\s+/g, ' '), commands[n].replace(/\s+/g, ' '));
	}
	await filter(page, '#search', '<script>');
	assert.equal((await table(page)).length, 3);
	assert.equal(await count('script') + await count('img') - images, 3);
	assert.equal(await page.evaluate(() => window.injected ?? {}.injected ?? Object.keys(Object.prototype).length), 0);
	return page;
};

checks['the policy runs no other script and loads nothing'] = async () => {
	const page = await open('build');
	const blocked = await page.evaluate(async () => {
		const directives = [];
		document.addEventListener('securitypolicyviolation', event => directives.push(event.effectiveDirective));
		const script = document.createElement('script');
		script.textContent = 'window.injected = 1';
		document.body.append(script);
		document.body.insertAdjacentHTML('beforeend', '<p onclick="window.injected = 1">x</p><img src="http://127.0.0.1:9/x">');
		document.body.lastElementChild.previousElementSibling.click();
		await fetch('http://127.0.0.1:9/').catch(() => 0);
		await new Promise(done => setTimeout(done));
		return {directives: directives.sort(), injected: window.injected};
	});
	assert.deepEqual(blocked, {directives: ['connect-src', 'img-src', 'script-src-attr', 'script-src-elem'], injected: undefined});
	page.problems.length = 0;
	return page;
};

checks['what was lost or left out is said'] = async () => {
	const lost = await open('lost');
	assert.match(await text(lost, '#notices'), /Events were lost \(at least 17\): this report may be incomplete/);
	await click(lost, 4253);
	assert.match(await text(lost, '#details'), /Status\s+running/);
	const part = await open('part');
	assert.match(await text(part, '#notices'), /Left out, as they lived shorter than those kept.*: 4 processes\./);
	assert.match(await text(part, '#load-note'), /count also the processes that are left out/);
	assert.equal(await part.evaluate(() => report.timeLine.load.most), 4);
	assert.match(await text(part, '#facts'), /7 processes \(3 shown\).*at most 4 at a time.*2 failed.*2 killed.*1 still running/);
	assert.deepEqual(lost.problems, []);
	return part;
};

checks['lives of which only a part is recorded'] = async () => {
	const page = await open('odd');
	assert.deepEqual(await lanes(page), [1, 20, 22, 40, 41, 41, 42, 43]);
	assert.match(await text(page, '#facts'), /6 processes \(and 2 they descend from\).*3 still running/);
	await click(page, 22);
	assert.match(await text(page, '#details'), /Created by \(2\)\s+20 -bash \(running\?\)\s+1 \/sbin\/init \(running\?\)/);
	await page.evaluate(() => { report.select(4); report.open(4); });
	assert.match(await text(page, '#details'), /Status\s+\?\s+Remarks\s+end lost/);
	await page.evaluate(() => { report.select(6); report.open(6); });
	assert.match(await text(page, '#details'), /birth lost[^]*Start\s+\S+ s or before[^]*Duration\s+more than/);
	return page;
};

checks['a recording without processes, and none at all'] = async () => {
	const page = await open('empty');
	assert.match(await text(page, 'body'), /No process is in this recording/);
	await page.keyboard.press('+');
	await page.keyboard.press('ArrowDown');
	const none = await open('none');
	assert.match(await text(none, 'body'), /held no recording/);
	await none.keyboard.press('+');
	assert.deepEqual(none.problems, []);
	return page;
};

checks['the load is that of the processes'] = async () => {
	const page = await open('load');
	const found = await page.evaluate(() => {
		const {load} = report.timeLine, times = [0, 1000, 2000, 3000, 4000].map(ms => ms * 1e6);
		return {most: load.most, alive: [...load.mostAlive(times)], cores: [...load.meanCores(times)]};
	});
	assert.deepEqual(found, {most: 2, alive: [1, 2, 2, 1], cores: [0.25, 0.75, 0.5, 0.25]});
	for (const name of ['build', 'part']) {
		const other = await open(name);
		assert.ok((await drawnTexts(other, '#load')).some(({text}) => text === 'up to 4 here'), `${name}: at most 4 at a time`);
		assert.deepEqual(other.problems, []);
	}
	return page;
};

checks['a phone and the dark'] = async () => {
	const page = await open('build', {viewport: {width: 360, height: 740}, deviceScaleFactor: 2, hasTouch: true, isMobile: true, colorScheme: 'dark'});
	assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
	const [red] = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number));
	assert.ok(red < 60, 'dark');
	assert.equal(await page.evaluate(() => report.timeLine.canvas.width / report.timeLine.canvas.clientWidth), 2);
	const {x, y} = await bar(page, 4243), whole = await sight(page);
	await page.touchscreen.tap(x, y);
	assert.match(await text(page, '#details h2'), /timeout 1 sleep 60/);
	await page.click('#details .close');
	const session = await page.context().newCDPSession(page);
	const touch = (type, ...points) => session.send('Input.dispatchTouchEvent', {type, touchPoints: points.map(([px, py], id) => ({x: px, y: py, id}))});
	await touch('touchStart', [x - 20, y], [x + 20, y]);
	for (let d = 25; d <= 60; d += 5)
		await touch('touchMove', [x - d, y], [x + d, y]);
	await touch('touchEnd');
	await drawn(page);
	const pinched = await sight(page);
	assert.ok(pinched[1] - pinched[0] < (whole[1] - whole[0]) / 2, 'pinch zooms');
	await touch('touchStart', [x + 30, y]);
	for (let d = 20; d >= -40; d -= 10)
		await touch('touchMove', [x + d, y]);
	await touch('touchEnd');
	await drawn(page);
	assert.ok((await sight(page))[0] > pinched[0], 'one finger moves');
	return page;
};

// Coarse: another machine may be busy with something else.
checks['100,000 processes'] = async () => {
	const begin = performance.now(), page = await open('big');
	const opened = performance.now() - begin;
	assert.ok(opened < 30000, `opened in ${opened} ms`);
	assert.equal((await lanes(page)).length, 100000);
	const frames = await page.evaluate(async () => {
		const times = [], {timeLine} = report;
		for (let n = 0; n < 30; n++) {
			timeLine.zoomBy(1.4);
			timeLine.pan(0.05);
			timeLine.scroller.top += 40000;
			const start = performance.now();
			timeLine.draw();
			times.push(performance.now() - start);
		}
		return times.sort((a, b) => a - b);
	});
	assert.ok(frames[15] < 100, `drawn in ${frames[15]} ms`);
	await page.keyboard.press('0');
	await page.focus('#lanes');
	await page.keyboard.press('End');
	await drawn(page);
	const last = await page.evaluate(() => report.lanes.list[report.timeLine.scroller.range[1] - 1]);
	assert.equal(last, 99999);
	assert.equal(await page.evaluate(() => report.selected), 99999);
	await filter(page, '#search', 'module99.c');
	assert.deepEqual((await table(page)).length, 1);
	assert.ok(await page.evaluate(() => document.getElementsByTagName('*').length) < 2000, 'only rows in sight are in the document');
	return page;
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
	if (chosen.length > 0 && !chosen.some(part => name.includes(part)))
		continue;
	try {
		const page = await check();
		assert.deepEqual(page.problems, []);
		await page.context().close();
		console.log(`ok ${name}`);
	} catch (error) {
		console.log(`not ok ${name}\n${String(error.stack).replace(/^/gm, '    ')}`);
		failed++;
	}
}
await closeBrowser();
process.exit(failed > 0 ? 1 : 0);
