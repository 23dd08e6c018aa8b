/* screenshot.mjs HTML PNG WIDTH HEIGHT [dark]: a picture of a report as Chromium shows it. */
import {openPage, closeBrowser} from './page.mjs';

const [html, png, width, height, scheme] = process.argv.slice(2);
const page = await openPage(html, {
	viewport: {width: Number(width), height: Number(height)},
	colorScheme: scheme === 'dark' ? 'dark' : 'light',
	reducedMotion: 'reduce',
});
await page.screenshot({path: png});
await closeBrowser();
