'use strict';

/* All of the recording in a strip above the time line, with a frame around what is in
 * sight there. A click goes to a place, a drag chooses a part of the time. */
class Overview {
	static HEIGHT = 48;

	constructor(canvas, timeLine) {
		Object.assign(this, {canvas, timeLine, from: null, to: null});
		this.picture = document.createElement('canvas');
		canvas.addEventListener('pointerdown', event => {
			if (event.button !== 0)
				return;
			canvas.setPointerCapture(event.pointerId);
			this.from = this.to = event.offsetX;
		});
		canvas.addEventListener('pointermove', event => {
			if (this.from === null)
				return;
			this.to = event.offsetX;
			timeLine.request();
		});
		canvas.addEventListener('pointerup', event => this.onUp(event));
		canvas.addEventListener('pointercancel', () => this.from = null);
	}

	onUp(event) {
		const {timeLine, from} = this, base = timeLine.base;
		const near = 4; // pixels, of a click that isn't steady
		if (from === null)
			return;
		this.from = null;
		if (Math.abs(event.offsetX - from) > near) {
			const times = [from, event.offsetX].map(x => base.invert(x)).sort((a, b) => a - b);
			timeLine.zoomTo(Math.max(times[0], base.domain()[0]), Math.min(times[1], base.domain()[1]));
			return;
		}
		const i = Math.floor(event.offsetY / Overview.HEIGHT * timeLine.recording.count);
		timeLine.centre(base.invert(event.offsetX), Math.min(i, timeLine.recording.count - 1));
	}

	draw(view) {
		const context = prepareCanvas(this.canvas, view.width, Overview.HEIGHT);
		const {theme, gutter, width} = view;
		this.paint(view);
		context.drawImage(this.picture, 0, 0, width, Overview.HEIGHT);
		context.strokeStyle = theme.ink;
		context.lineWidth = 1;
		const [left, top, right, bottom] = this.frame(view).map(Math.round);
		context.strokeRect(left + 0.5, top + 0.5, Math.max(2, right - left - 1), Math.max(2, bottom - top - 1));
		context.fillStyle = theme.dim;
		context.font = '11px system-ui, sans-serif';
		context.textBaseline = 'middle';
		context.fillText('whole recording', 8, 12, gutter - 12);
		context.fillStyle = theme.line;
		context.fillRect(gutter - 1, 0, 1, Overview.HEIGHT);
	}

	/* Around what is chosen now, else around what is in sight. */
	frame(view) {
		const {scroller, base, lanes} = this.timeLine, {list} = lanes;
		if (this.from !== null)
			return [Math.min(this.from, this.to), 0, Math.max(this.from, this.to), Overview.HEIGHT];
		const [begin, end] = view.scale.domain(), [first, behind] = scroller.range;
		const y = row => row < list.length ? list[row] / view.recording.count * Overview.HEIGHT : Overview.HEIGHT;
		return [base(begin), y(first), base(end), y(behind)];
	}

	/* Anew only where it isn't what was painted last: it takes all processes. */
	paint({recording, theme, width}) {
		const {base, lanes} = this.timeLine;
		const wanted = [recording, lanes.passed, theme.palette, width, devicePixelRatio];
		if (this.painted?.every((value, n) => value === wanted[n]))
			return;
		this.painted = wanted;
		const context = prepareCanvas(this.picture, width, Overview.HEIGHT);
		const height = Math.max(1, Math.round(Overview.HEIGHT / Math.max(1, recording.count)));
		const covered = new Uint8Array(width * Overview.HEIGHT); // by bars of one pixel
		for (let i = 0; i < recording.count; i++) {
			const x = Math.round(base(recording.start[i]));
			const length = Math.round(base(recording.end[i])) - x;
			const y = Math.floor(i / recording.count * Overview.HEIGHT), pixel = y * width + x;
			if (!lanes.hasPassed(i) || length <= 1 && covered[pixel])
				continue;
			if (length <= 1)
				covered[pixel] = 1;
			context.fillStyle = theme.colour(recording.executable(i));
			context.fillRect(x, y, Math.max(1, length), height);
		}
	}
}
