'use strict';

/* Colours. Those of executables are told apart also by people who see fewer of them:
 * after Okabe and Ito, "Color Universal Design", and Tol's "muted" scheme; without the
 * reds, which are for failures. */
const PALETTES = {
	light: ['#56b4e9', '#e69f00', '#2a9d74', '#cc79a7', '#3a7fc1', '#e5d636', '#9b9b3a',
		'#8f5aa8', '#57c4b5', '#a0826d'],
	dark: ['#4aa3d8', '#d18f00', '#1f9e73', '#c56f9f', '#3f78c0', '#c9ba2c', '#8f8f33',
		'#9a68b8', '#3fa598', '#94755f'],
};
const FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace';

class Theme {
	constructor(recording) {
		this.recording = recording;
		this.slots = Theme.assign(recording);
		this.read();
	}

	/* A colour by the executable's name, so that it is the same in every report, unless
	 * one that took more time has that colour already and another is free. */
	static assign(recording) {
		const colours = PALETTES.light.length;
		const slots = new Map(), taken = new Set();
		for (const number of recording.executables) {
			let slot = Theme.hash(recording.strings[number]) % colours;
			while (taken.has(slot) && taken.size < colours)
				slot = (slot + 1) % colours;
			taken.add(slot);
			slots.set(number, slot);
		}
		return slots;
	}

	/* FNV-1a over UTF-16 units. */
	static hash(text) {
		let hash = 0x811c9dc5;
		for (let i = 0; i < text.length; i++)
			hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
		return hash;
	}

	/* The colours of the page's style, which are others in the dark. */
	read() {
		const style = getComputedStyle(document.documentElement);
		const dark = matchMedia('(prefers-color-scheme: dark)').matches;
		for (const name of ['page', 'ink', 'dim', 'line', 'bad', 'select', 'hover', 'alive', 'cores', 'mark'])
			this[name] = style.getPropertyValue(`--${name}`).trim();
		this.palette = dark ? PALETTES.dark : PALETTES.light;
		this.inks = this.palette.map(Theme.contrast);
	}

	/* Black or white, whichever has more contrast (relative luminance of WCAG 2). */
	static contrast(colour) {
		const [r, g, b] = [1, 3, 5].map(at => {
			const c = parseInt(colour.slice(at, at + 2), 16) / 255;
			return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000' : '#fff';
	}

	colour(executable) {
		return this.palette[this.slots.get(executable)];
	}

	/* For text on that colour. */
	inkOn(executable) {
		return this.inks[this.slots.get(executable)];
	}

	swatch(executable) {
		const element = document.createElement('i');
		element.className = 'swatch';
		element.style.background = this.colour(executable);
		return element;
	}
}

/* A canvas as sharp as the screen, in CSS pixels. */
function prepareCanvas(canvas, width, height) {
	const ratio = window.devicePixelRatio || 1;
	const w = Math.round(width * ratio), h = Math.round(height * ratio);
	if (canvas.width !== w || canvas.height !== h) {
		canvas.width = w;
		canvas.height = h;
		canvas.style.width = `${width}px`;
		canvas.style.height = `${height}px`;
	}
	const context = canvas.getContext('2d');
	context.setTransform(ratio, 0, 0, ratio, 0, 0);
	context.clearRect(0, 0, width, height);
	return context;
}
