/* Pieces of a picture in SVG, see svg.h. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "out.h"
#include "svg.h"

/* Classes: b background, z every other lane, g grid, h heading, d less important, e
 * failed, w warning, m mark, a load, c0 to c8 the colours, k text on them, o a copy, f
 * the frame of what failed. The colours are Paul Tol's scheme
 * (sronpersonalpages.nl/~pault, "light"), made to be told apart with any colour vision
 * and to be written on in black. Text is kept apart from lines behind it by a rim. */
static const char style[] =
    "<style>\n"
    "text{font:11px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',"
    "'Liberation Mono',monospace;fill:#1f2328;white-space:pre}\n"
    ".h{font:600 15px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',"
    "'Liberation Mono',monospace}\n"
    ".right{text-anchor:end}\n"
    ".mid{text-anchor:middle}\n"
    ".rim{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:round}\n"
    ".b{fill:#fff}\n"
    ".z{fill:#f3f5f8}\n"
    ".g{stroke:#d1d9e0;stroke-width:1;fill:none}\n"
    ".d{fill:#59636e}\n"
    ".e{fill:#cf222e}\n"
    ".w{fill:#953800;font-weight:600}\n"
    ".m{stroke:#8250df;stroke-width:1;stroke-dasharray:4 2;fill:none}\n"
    ".n{fill:#8250df}\n"
    ".a{fill:#8c959f;fill-opacity:.55}\n"
    ".f{stroke:#cf222e;stroke-width:1.5;fill:none}\n"
    ".c0,.c1,.c2,.c3,.c4,.c5,.c6,.c7,.c8{stroke:#1f2328;stroke-opacity:.45;"
    "stroke-width:.5}\n"
    ".c0{fill:#7ad}\n.c1{fill:#e86}\n.c2{fill:#ed8}\n.c3{fill:#4b9}\n"
    ".c4{fill:#fab}\n.c5{fill:#9df}\n.c6{fill:#bc3}\n.c7{fill:#aa0}\n"
    ".c8{fill:#ddd}\n"
    ".o{fill-opacity:.4}\n"
    ".k{fill:#1f2328}\n"
    "@media(prefers-color-scheme:dark){\n"
    "text{fill:#e6edf3}\n"
    ".rim{stroke:#0d1117}\n"
    ".b{fill:#0d1117}\n"
    ".z{fill:#161b22}\n"
    ".g{stroke:#30363d}\n"
    ".d{fill:#9198a1}\n"
    ".e{fill:#ff7b72}\n"
    ".w{fill:#f0883e}\n"
    ".m{stroke:#bc8cff}\n"
    ".n{fill:#bc8cff}\n"
    ".f{stroke:#ff7b72}\n"
    ".k{fill:#1f2328}\n"
    "}\n"
    "</style>\n";

void
svg_add(struct buf *b, const char *format, ...)
{
	char text[256];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	buf_string(b, text);
}

/* Text as content: &, < and > written as entities. */
static void
escape(struct buf *b, struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] == '&')
			buf_string(b, "&amp;");
		else if (t.s[i] == '<')
			buf_string(b, "&lt;");
		else if (t.s[i] == '>')
			buf_string(b, "&gt;");
		else
			buf_char(b, t.s[i]);
	}
}

void
svg_text(struct buf *b, const char *class, double x, double y, struct text t)
{
	svg_add(b, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
	escape(b, t);
	buf_string(b, "</text>\n");
}

/* The end of an element, with its title. */
static void
close_element(struct buf *b, const char *name, const struct buf *title)
{
	if (title == NULL) {
		buf_string(b, "/>\n");
		return;
	}
	buf_string(b, "><title>");
	escape(b, buf_text(title));
	svg_add(b, "</title></%s>\n", name);
}

void
svg_rect(struct buf *b, const char *class, double x, double y, double width,
    double height, const struct buf *title)
{
	svg_add(b,
	    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"",
	    class, x, y, width, height);
	close_element(b, "rect", title);
}

void
svg_path(struct buf *b, const char *class, struct text path, const struct buf *title)
{
	svg_add(b, "<path class=\"%s\" d=\"", class);
	buf_add(b, path.s, path.n);
	buf_char(b, '"');
	close_element(b, "path", title);
}

void
svg_clip(struct buf *b, double x, double y, double width, double height)
{
	static int number;

	svg_add(b,
	    "<clipPath id=\"clip%d\"><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" "
	    "height=\"%.1f\"/></clipPath>\n<g clip-path=\"url(#clip%d)\">\n",
	    number, x, y, width, height, number);
	number++;
}

void
svg_clip_end(struct buf *b)
{
	buf_string(b, "</g>\n");
}

void
svg_write(struct text body, double height, struct text title)
{
	static struct buf b;

	svg_add(&b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" "
	    "viewBox=\"0 0 %.0f %.0f\" role=\"img\">\n<title>",
	    SVG_WIDTH, height, SVG_WIDTH, height);
	escape(&b, title);
	buf_string(&b, "</title>\n");
	buf_string(&b, style);
	svg_rect(&b, "b", 0, 0, SVG_WIDTH, height, NULL);
	out_text(buf_text(&b));
	out_text(body);
	out_string("</svg>\n");
	buf_free(&b);
}
