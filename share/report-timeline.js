'use strict';

/* The axis, the lanes and the load below each other, on one scale that d3 zooms. Only
 * what is in sight is drawn, at most once a frame of the screen. */
class TimeLine {
	static ROW_HEIGHTS = [3, 6, 12, 20, 28];

	/* actions: select(i), open(i), toggle(i), hint(i, event) for a process. */
	constructor(element, actions) {
		this.element = element;
		this.actions = actions;
		this.axis = new Axis(element.querySelector('#axis'));
		this.area = element.querySelector('#lanes');
		this.canvas = this.area.querySelector('canvas');
		this.chart = new LaneChart(this.canvas);
		this.loadChart = new LoadChart(element.querySelector('#load'));
		this.scroller = new Scroller(this.area, this.area.querySelector('.space'), 20);
		this.overview = new Overview(document.querySelector('#overview canvas'), this);
		this.pointer = null; // x, over the time line
		this.onlyInSight = false;
		this.transform = d3.zoomIdentity;
		this.zoom = d3.zoom().filter(event => this.mayZoom(event)).clickDistance(4)
			.wheelDelta(TimeLine.wheelDelta).on('zoom', event => this.onZoom(event));
		d3.select(element).call(this.zoom).on('dblclick.zoom', null);
		this.listen();
	}

	show(recording, lanes, theme) {
		Object.assign(this, {recording, lanes, theme, selected: NONE, hovered: NONE});
		this.load = new Load(recording);
		this.marks = [];
		for (let i = 0; i < recording.count; i++)
			if (recording.is(i, FLAG.MARK))
				this.marks.push(i);
		this.marks.sort((a, b) => recording.start[a] - recording.start[b]);
		this.scroller.top = 0;
		this.transform = d3.zoomIdentity;
		this.layout();
		this.zoomTo(recording.begin, recording.endOfTime);
	}

	/* To be called when the rows have changed. */
	layoutRows() {
		this.scroller.resize(this.lanes.list.length);
		this.request();
	}

	/* To be called when the size of the page or of rows has changed. */
	layout() {
		const {recording} = this, domain = this.scale?.domain();
		const width = this.width = this.area.clientWidth;
		const all = Math.max(100, recording.count * this.scroller.rowHeight);
		const height = this.height = Math.round(Math.min(all, Math.max(220, innerHeight * 0.55)));
		this.gutter = width >= 640 ? Math.round(Math.min(300, Math.max(190, width * 0.19))) : 104;
		this.area.style.height = `${height}px`;
		this.scroller.space.style.marginTop = `${-height}px`;
		this.base = d3.scaleLinear([recording.begin, recording.endOfTime], [this.gutter + 10, width - 18]);
		const plot = [[this.gutter + 10, 0], [width - 18, height]];
		// Down to 100 ns for the whole width.
		const closest = Math.max(1, (recording.endOfTime - recording.begin) / 100);
		this.zoom.extent(plot).translateExtent(plot).scaleExtent([1, closest]);
		if (domain !== undefined)
			this.zoomTo(...domain);
		this.layoutRows();
	}

	/* Rows only for processes that live in what is in sight, or for all. */
	showOnlyInSight(only) {
		this.onlyInSight = only;
		this.chooseRows();
	}

	/* The first row in sight stays there as far as it is still one. */
	chooseRows() {
		const {lanes, scroller} = this, first = lanes.list[Math.ceil(scroller.top / scroller.rowHeight)];
		lanes.part = this.onlyInSight ? this.scale.domain() : null;
		lanes.update();
		this.layoutRows();
		if (first !== undefined)
			scroller.top = d3.bisectLeft(lanes.list, first) * scroller.rowHeight;
	}

	setRowHeight(step) {
		const heights = TimeLine.ROW_HEIGHTS;
		const at = heights.indexOf(this.scroller.rowHeight) + step;
		if (at < 0 || at >= heights.length)
			return;
		const first = this.scroller.top / this.scroller.rowHeight;
		this.scroller.rowHeight = heights[at];
		this.layout();
		this.scroller.top = first * heights[at];
	}

	get scale() {
		return this.base === undefined ? undefined : this.transform.rescaleX(this.base);
	}

	zoomTo(from, to) {
		const [begin, end] = this.base.domain();
		const k = Math.max(1, (end - begin) / Math.max(1, to - from));
		const left = this.base.range()[0];
		d3.select(this.element).call(this.zoom.transform,
			d3.zoomIdentity.translate(k === 1 ? 0 : left - k * this.base(from), 0).scale(k));
	}

	zoomBy(factor) {
		d3.select(this.element).call(this.zoom.scaleBy, factor);
	}

	/* By a part of what is in sight. */
	pan(part) {
		const [left, right] = this.base.range();
		d3.select(this.element).call(this.zoom.translateBy, -part * (right - left) / this.transform.k, 0);
	}

	zoomToProcess(i) {
		const {recording} = this;
		const room = Math.max(recording.duration(i) * 0.1, 50);
		this.zoomTo(Math.max(recording.begin, recording.start[i] - room),
			Math.min(recording.endOfTime, recording.end[i] + room));
	}

	/* Moves to a time and a process without zooming. */
	centre(time, i) {
		const [from, to] = this.scale.domain(), [begin, end] = this.base.domain();
		const start = Math.min(Math.max(time - (to - from) / 2, begin), end - (to - from));
		const row = d3.bisectLeft(this.lanes.list, i);
		this.zoomTo(start, start + to - from);
		this.scroller.top = (row + 0.5) * this.scroller.rowHeight - this.height / 2;
	}

	/* The wheel alone scrolls, and one finger is for panning and scrolling. */
	mayZoom(event) {
		if (event.type === 'wheel')
			return event.ctrlKey || event.metaKey;
		if (event.type.startsWith('touch'))
			return event.touches.length > 1;
		return event.button === 0 && d3.pointer(event, this.element)[0] < this.width;
	}

	/* A touch pad's pinch comes as a wheel with the control key and small steps. */
	static wheelDelta(event) {
		const unit = event.deltaMode === 1 ? 0.05 : event.deltaMode === 2 ? 1 : 0.002;
		return -event.deltaY * unit * (Math.abs(event.deltaY) < 40 ? 10 : 3);
	}

	onZoom(event) {
		this.transform = event.transform;
		if (event.sourceEvent?.type === 'mousemove')
			this.scroller.top -= event.sourceEvent.movementY;
		if (this.onlyInSight)
			this.chooseRows();
		this.request();
	}

	listen() {
		const {area, element} = this;
		area.addEventListener('scroll', () => this.request(), {passive: true});
		element.addEventListener('wheel', event => {
			if (event.ctrlKey || event.metaKey || Math.abs(event.deltaX) <= Math.abs(event.deltaY))
				return;
			event.preventDefault();
			d3.select(element).call(this.zoom.translateBy, -event.deltaX / this.transform.k, 0);
		}, {passive: false});
		let finger = null; // x of the only one
		element.addEventListener('pointerdown', event => {
			finger = event.pointerType === 'touch' && event.isPrimary ? event.clientX : null;
		});
		element.addEventListener('pointermove', event => {
			if (finger === null || event.pointerType !== 'touch')
				return;
			const by = (event.clientX - finger) / this.transform.k;
			finger = event.clientX;
			d3.select(element).call(this.zoom.translateBy, by, 0);
		});
		for (const type of ['pointerup', 'pointercancel'])
			element.addEventListener(type, () => finger = null);
		element.addEventListener('mousemove', event => this.onMove(event));
		element.addEventListener('mouseleave', () => this.onLeave());
		area.addEventListener('click', event => this.onClick(event));
		area.addEventListener('dblclick', event => {
			const i = this.processAt(event);
			if (i !== NONE)
				this.zoomToProcess(i);
		});
	}

	processAt(event) {
		const y = event.clientY - this.area.getBoundingClientRect().top - this.area.clientTop;
		const row = Math.floor((y + this.scroller.top) / this.scroller.rowHeight);
		return row >= 0 && row < this.lanes.list.length ? this.lanes.list[row] : NONE;
	}

	onMove(event) {
		const [x] = d3.pointer(event, this.element);
		this.pointer = x > this.gutter && x < this.width ? x : null;
		this.hovered = this.area.contains(event.target) && x < this.width ? this.processAt(event) : NONE;
		this.actions.hint(event.buttons === 0 ? this.hovered : NONE, event);
		this.request();
	}

	onLeave() {
		this.pointer = null;
		this.hovered = NONE;
		this.actions.hint(NONE);
		this.request();
	}

	onClick(event) {
		const i = this.processAt(event), [x] = d3.pointer(event, this.element);
		if (i === NONE)
			return;
		const triangle = this.chart.indentOf(i) + 18;
		if (x < triangle && this.recording.behind[i] > i + 1) {
			this.actions.toggle(i);
			return;
		}
		this.actions.select(i);
		this.actions.open(i);
	}

	reveal(i) {
		const row = this.lanes.rowFor(i);
		if (row !== NONE)
			this.scroller.reveal(row);
		this.request();
	}

	/* Draws before the next frame. */
	request() {
		this.frame ??= requestAnimationFrame(() => {
			this.frame = undefined;
			this.draw();
		});
	}

	draw() {
		const {recording, lanes, theme, selected, hovered} = this;
		const view = {
			recording, theme, width: this.width, gutter: this.gutter, scale: this.scale,
			pointer: this.pointer, marks: this.marks, rows: lanes.list.length,
			drawGrid: (context, height) => this.axis.drawGrid(context, view, height),
			drawEvents: (context, height) => this.axis.drawEvents(context, view, height),
		};
		this.chart.draw(view, {recording, lanes, theme, selected, hovered}, this.scroller, this.height);
		this.loadChart.draw(view, this.load, theme);
		this.axis.draw(view);
		this.overview.draw(view);
	}
}
