'use strict';

/* What can be done by keyboard, see the list in report.html. */
class Keyboard {
	constructor(report) {
		this.report = report;
		document.addEventListener('keydown', event => this.onKey(event));
	}

	onKey(event) {
		const typing = event.target.matches('input, select');
		if (event.ctrlKey || event.metaKey || event.altKey || this.report.recording === undefined)
			return;
		if (event.key === 'Escape')
			this.onEscape(event);
		else if (event.key === 'Enter' && event.target.matches('#filters input'))
			this.goToLanes();
		else if (!typing && this.onCommand(event.key))
			event.preventDefault();
		else if (!typing && !event.target.matches('button, a') && this.onMove(event.key))
			event.preventDefault();
	}

	/* From what was searched for to what was found. */
	goToLanes() {
		this.report.filter();
		byId('lanes').focus();
	}

	onEscape(event) {
		const {report} = this, field = event.target.matches('input') ? event.target : null;
		event.preventDefault();
		if (report.details.isOpen) {
			report.closeDetails();
		} else if (field !== null && field.value !== '') {
			field.value = '';
			report.filter();
		} else if (field !== null) {
			field.blur();
		} else {
			report.select(NONE);
		}
	}

	onCommand(key) {
		const {report} = this, {timeLine} = report;
		const commands = {
			'+': () => timeLine.zoomBy(2),
			'=': () => timeLine.zoomBy(2),
			'-': () => timeLine.zoomBy(0.5),
			'0': () => timeLine.zoomBy(0),
			',': () => timeLine.pan(-0.25),
			'.': () => timeLine.pan(0.25),
			'[': () => timeLine.setRowHeight(-1),
			']': () => timeLine.setRowHeight(1),
			'f': () => report.selected !== NONE && timeLine.zoomToProcess(report.selected),
			'v': () => report.showOnlyInSight(!timeLine.onlyInSight),
			'/': () => byId('search').focus(),
			'?': () => report.showKeys(),
		};
		if (!Object.hasOwn(commands, key))
			return false;
		commands[key]();
		return true;
	}

	/* In the table rows are gone through as it is sorted, elsewhere as the tree is. */
	onMove(key) {
		const {report} = this, {selected} = report;
		const steps = {ArrowDown: 1, ArrowUp: -1, PageDown: 20, PageUp: -20, Home: -Infinity, End: Infinity};
		const inTable = byId('table').contains(document.activeElement);
		if (!inTable && document.activeElement !== byId('lanes') && document.activeElement !== document.body)
			return false;
		if (Object.hasOwn(steps, key)) {
			const i = (inTable ? report.table : report.lanes).neighbour(selected, steps[key]);
			if (i !== NONE)
				report.select(i);
			return true;
		}
		if (key === 'Enter' && selected !== NONE) {
			report.open(selected);
			byId('details').focus();
			return true;
		}
		if ((key === 'ArrowLeft' || key === 'ArrowRight') && !inTable && selected !== NONE) {
			this.unfold(selected, key === 'ArrowRight');
			return true;
		}
		return false;
	}

	/* As in other trees: right expands, then goes to the first child; left collapses,
	 * then goes to the creator. */
	unfold(i, right) {
		const {report} = this, {recording, lanes} = report, parent = recording.behind[i] > i + 1;
		if (right && parent && lanes.collapsed[i] || !right && parent && !lanes.collapsed[i])
			report.toggle(i);
		else if (right && parent)
			report.select(lanes.list[lanes.rowFor(i) + 1]);
		else if (!right && recording.creator[i] !== NONE)
			report.select(recording.creator[i]);
	}
}
