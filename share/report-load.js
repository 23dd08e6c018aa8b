'use strict';

/* How many processes were alive, and how many cores they kept busy. Of the CPU time of a
 * process only the sum is known, when it has ended: it is spread evenly over its life, as
 * filters/load.c does. Both are steps: step k has a value from times[k] on, and areas[k]
 * is the integral of the cores up to there, so that their mean in any part is known at
 * once. */
class Load {
	constructor(recording) {
		const given = recording.facts.load;
		if (given !== undefined)
			this.fromParts(recording, given);
		else
			this.fromProcesses(recording);
		this.areas = new Float64Array(this.times.length);
		for (let k = 1; k < this.areas.length; k++)
			this.areas[k] = this.areas[k - 1] + this.cores[k - 1] * (this.times[k] - this.times[k - 1]);
	}

	fromProcesses(recording) {
		const counted = [];
		for (let i = 0; i < recording.count; i++)
			if (recording.is(i, FLAG.ACTIVE))
				counted.push(i);
		const begin = i => recording.start[i];
		const end = i => Math.max(recording.end[i], recording.start[i] + 1);
		const starts = Uint32Array.from(counted).sort((a, b) => begin(a) - begin(b));
		const ends = Uint32Array.from(counted).sort((a, b) => end(a) - end(b));
		const n = counted.length;
		this.times = new Float64Array(2 * n);
		this.alive = new Float64Array(2 * n);
		this.cores = new Float64Array(2 * n);
		this.most = 0;
		let started = 0, ended = 0, cores = 0;
		for (let k = 0; k < 2 * n; k++) {
			// One that ends where another begins isn't there any more.
			const begins = started < n && begin(starts[started]) < end(ends[ended]);
			const i = begins ? starts[started++] : ends[ended++];
			cores += (begins ? 1 : -1) * Load.coresOf(recording, i);
			this.times[k] = begins ? begin(i) : end(i);
			this.alive[k] = started - ended;
			this.cores[k] = started === ended ? cores = 0 : Math.max(0, cores);
			this.most = Math.max(this.most, started - ended);
		}
	}

	static coresOf(recording, i) {
		const length = recording.duration(i);
		return recording.is(i, FLAG.BEFORE) || recording.cpu[i] === NONE || length <= 0 ? 0 :
			recording.cpu[i] / length;
	}

	/* Where processes that count aren't in the page: for parts of the time those alive at
	 * most, and the cores on average, in thousandths. */
	fromParts(recording, {alive, cores, most}) {
		const {begin, end} = recording.facts, n = alive.length;
		this.times = Float64Array.from({length: n + 1}, (_, k) => begin + (end - begin) * k / n);
		this.alive = Float64Array.from([...alive, 0]);
		this.cores = Float64Array.from([...cores, 0], value => value / 1000);
		this.most = most;
	}

	/* The most that were alive at one time in each of the parts between times, which rise. */
	mostAlive(times) {
		const most = new Float64Array(times.length - 1);
		let k = -1;
		for (let part = 0; part < most.length; part++) {
			while (this.times[k + 1] <= times[part])
				k++;
			most[part] = this.alive[k] ?? 0;
			for (; this.times[k + 1] < times[part + 1]; k++)
				most[part] = Math.max(most[part], this.alive[k + 1]);
		}
		return most;
	}

	/* The cores busy in each of these parts on average. */
	meanCores(times) {
		const means = new Float64Array(times.length - 1);
		let area = this.areaAt(times[0]);
		for (let part = 0; part < means.length; part++) {
			const next = this.areaAt(times[part + 1]);
			means[part] = (next - area) / (times[part + 1] - times[part]);
			area = next;
		}
		return means;
	}

	areaAt(time) {
		const k = d3.bisectRight(this.times, time) - 1;
		return k < 0 ? 0 : this.areas[k] + this.cores[k] * (time - this.times[k]);
	}

	valueAt(values, time) {
		const k = d3.bisectRight(this.times, time) - 1;
		return k < 0 ? 0 : values[k];
	}
}

/* The two curves, on the time line's axis. */
class LoadChart {
	static HEIGHT = 128;
	static #ROW = 64;

	constructor(canvas) {
		this.canvas = canvas;
	}

	draw(view, load, theme) {
		const context = prepareCanvas(this.canvas, view.width, LoadChart.HEIGHT);
		const times = [], from = view.gutter, step = 1;
		for (let x = from; x <= view.width; x += step)
			times.push(view.scale.invert(x));
		const curves = [
			['alive', 'processes alive', load.alive, load.mostAlive(times), 1],
			['cores', 'cores busy', load.cores, load.meanCores(times), 0.1],
		];
		view.drawGrid(context, LoadChart.HEIGHT);
		curves.forEach(([colour, title, values, heights, least], row) => {
			const most = d3.max(heights) ?? 0, top = Math.max(least, most);
			const y = d3.scaleLinear([0, top], [(row + 1) * LoadChart.#ROW - 1, row * LoadChart.#ROW + 12]);
			context.fillStyle = theme[colour];
			heights.forEach((height, part) => {
				if (height > 0)
					context.fillRect(from + part * step, y(height), step, y(0) - y(height));
			});
			context.fillStyle = theme.line;
			context.fillRect(0, (row + 1) * LoadChart.#ROW - 1, view.width, 1);
			this.#describe(context, view, theme, row, title, most, view.pointer === null ? null :
				load.valueAt(values, view.scale.invert(view.pointer)));
		});
		view.drawEvents(context, LoadChart.HEIGHT);
	}

	#describe(context, view, theme, row, title, most, value) {
		const y = row * LoadChart.#ROW;
		const number = n => n >= 10 || n >= 1 && n % 1 < 0.005 || n < 0.0005 ? format.count(Math.round(n)) :
			n.toFixed(n < 0.1 ? 3 : n < 1 ? 2 : 1);
		context.fillStyle = theme.page;
		context.fillRect(0, y, view.gutter, LoadChart.#ROW - 1);
		context.textBaseline = 'middle';
		context.textAlign = 'left';
		context.fillStyle = theme.ink;
		context.font = '12px system-ui, sans-serif';
		context.fillText(title, 8, y + 18, view.gutter - 12);
		context.fillStyle = theme.dim;
		context.font = '11px system-ui, sans-serif';
		context.fillText(`up to ${number(most)} here`, 8, y + 34, view.gutter - 12);
		if (value !== null)
			context.fillText(`${number(value)} at the pointer`, 8, y + 49, view.gutter - 12);
	}
}
