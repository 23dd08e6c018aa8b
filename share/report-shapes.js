'use strict';

/* The signs of the time line, drawn into a canvas' context. */
const shapes = {
	polygon(context, colour, ...points) {
		context.fillStyle = colour;
		context.beginPath();
		for (const [x, y] of points)
			context.lineTo(x, y);
		context.fill();
	},

	/* Strokes, each from one point to the next. */
	lines(context, colour, width, ...lines) {
		context.strokeStyle = colour;
		context.lineWidth = width;
		context.beginPath();
		for (const [[x, y], ...points] of lines) {
			context.moveTo(x, y);
			for (const point of points)
				context.lineTo(...point);
		}
		context.stroke();
	},

	/* A mark. */
	diamond(context, colour, x, y, r) {
		shapes.polygon(context, colour, [x, y - r], [x + r, y], [x, y + r], [x - r, y]);
	},

	/* An exit status other than 0. */
	warning(context, colour, x, y) {
		shapes.polygon(context, colour, [x + 4, y - 5], [x + 9, y + 4], [x - 1, y + 4]);
	},

	/* Killed by a signal. */
	cross(context, colour, x, y) {
		shapes.lines(context, colour, 2, [[x, y - 4], [x + 8, y + 4]], [[x + 8, y - 4], [x, y + 4]]);
	},

	/* A signal that was sent. */
	signal(context, colour, x, y) {
		shapes.polygon(context, colour, [x - 4, y - 3], [x + 4, y - 3], [x, y + 4]);
	},

	/* Where a process goes on, or may go on (dashed): direction 1 is later, -1 earlier. */
	openEnd(context, colour, x, y, height, direction, unsure) {
		context.setLineDash(unsure ? [2, 2] : []);
		shapes.lines(context, colour, 1.5, [[x + direction * 2, y + 1],
			[x + direction * 8, y + height / 2], [x + direction * 2, y + height - 1]]);
		context.setLineDash([]);
	},

	/* What has children. */
	handle(context, colour, x, y, collapsed) {
		if (collapsed)
			shapes.polygon(context, colour, [x - 3, y - 5], [x + 4, y], [x - 3, y + 5]);
		else
			shapes.polygon(context, colour, [x - 5, y - 3], [x, y + 4], [x + 5, y - 3]);
	},
};
