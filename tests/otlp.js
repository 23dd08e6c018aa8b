// Judges OTLP/JSON by the published protobuf definition of OpenTelemetry's protocol:
//
//	node otlp.js check < FILE.jsonl	a TracesData a line; prints the spans, one a line
//	node otlp.js serve		a receiver on a free port, which it prints
//
// Stricter than a receiver may be: members that the definition doesn't have are errors.
// The environment's PARENT is a span that isn't among those sent. The receiver prints a
// line for each request.
'use strict';
const http = require('http');
const path = require('path');
const readline = require('readline');
const protobuf = require('protobufjs');

const root = new protobuf.Root();
const directory = path.dirname(require.resolve('@elastic/mockotlpserver/package.json'));
root.resolvePath = (origin, target) => path.join(directory, target);
root.loadSync('opentelemetry/proto/collector/trace/v1/trace_service.proto');
root.resolveAll();
const Request = root.lookupType('ExportTraceServiceRequest');

const ID_BYTES = { traceId: 16, spanId: 8, parentSpanId: 8 };
const BOUNDS = {
	int32: [-(2n ** 31n), 2n ** 31n - 1n], uint32: [0n, 2n ** 32n - 1n], fixed32: [0n, 2n ** 32n - 1n],
	int64: [-(2n ** 63n), 2n ** 63n - 1n], fixed64: [0n, 2n ** 64n - 1n],
};

function must(condition, where, what) {
	if (!condition) throw new Error(`${where}: ${what}`);
}

// A value of a field as https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding
// has it; returns it as protobufjs takes it.
function scalar(field, value, where) {
	const type = field.type;
	if (field.resolvedType instanceof protobuf.Enum) {
		must(Number.isInteger(value) && value in field.resolvedType.valuesById, where, `${value} is not of ${type}`);
	} else if (type === 'string') {
		must(typeof value === 'string' && !/\p{Surrogate}/u.test(value), where, 'not a string of Unicode');
	} else if (type === 'bool') {
		must(typeof value === 'boolean', where, 'not true or false');
	} else if (type === 'double') {
		must(Number.isFinite(value), where, 'not a number');
	} else if (type === 'bytes') {
		const bytes = ID_BYTES[field.name];
		must(bytes && typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value) &&
			/[^0]/.test(value), where, `'${value}' is not an identifier`);
		return Buffer.from(value, 'hex');
	} else {
		const [least, most] = BOUNDS[type];
		if (type.endsWith('64')) must(typeof value === 'string' && /^(0|-?[1-9][0-9]*)$/.test(value), where, 'not decimal');
		else must(Number.isInteger(value), where, 'not an integer');
		must(BigInt(value) >= least && BigInt(value) <= most, where, 'out of range');
	}
	return value;
}

function message(type, object, where) {
	must(object !== null && typeof object === 'object' && !Array.isArray(object), where, 'not an object');
	const result = {}, members = Object.entries(object);
	for (const [name, value] of members) {
		const field = Object.hasOwn(type.fields, name) ? type.fields[name] : undefined;
		must(field, `${where}.${name}`, `${type.name} has no such member`);
		const one = (v, at) => field.resolvedType instanceof protobuf.Type
			? message(field.resolvedType, v, at) : scalar(field, v, at);
		must(Array.isArray(value) === field.repeated, `${where}.${name}`, 'one or several');
		result[name] = field.repeated ? value.map((v, i) => one(v, `${where}.${name}[${i}]`)) : one(value, `${where}.${name}`);
	}
	if (type.name === 'AnyValue') must(members.length === 1, where, 'not one value');
	if (type.name === 'KeyValue') must(object.key && object.value, where, 'no key or no value');
	if (object.attributes) {
		const keys = object.attributes.map(a => a.key);
		must(new Set(keys).size === keys.length, where, 'a key twice');
	}
	return result;
}

function plain(attributes = []) {
	const value = v => v.arrayValue ? v.arrayValue.values.map(value) : Object.values(v)[0];
	return Object.fromEntries(attributes.map(a => [a.key, value(a.value)]));
}

// All that came so far: traces are sent in several requests.
const traces = new Map();

function judge(text) {
	const request = JSON.parse(text), spans = [];
	const checked = Request.fromObject(message(Request, request, 'request'));
	must(Request.verify(checked) === null, 'request', 'refused');
	const options = { longs: String, enums: Number, bytes: Buffer };
	must(JSON.stringify(Request.toObject(Request.decode(Request.encode(checked).finish()), options)) ===
		JSON.stringify(Request.toObject(checked, options)), 'request', 'changed by protobuf');
	for (const { resource, scopeSpans } of request.resourceSpans)
		for (const { scope, spans: list } of scopeSpans)
			for (const span of list) {
				const trace = traces.get(span.traceId) || new Map();
				must(span.name && span.kind, 'span', 'no name or kind');
				must(!trace.has(span.spanId), span.spanId, 'twice');
				must(BigInt(span.startTimeUnixNano) <= BigInt(span.endTimeUnixNano), span.spanId, 'ends before it starts');
				must(!span.parentSpanId || trace.has(span.parentSpanId) || span.parentSpanId === process.env.PARENT,
					span.spanId, 'its parent is unknown');
				trace.set(span.spanId, span.name);
				traces.set(span.traceId, trace);
				spans.push({ ...span, resource: plain(resource.attributes), scope, attributes: plain(span.attributes),
					parent: span.parentSpanId && trace.get(span.parentSpanId),
					events: (span.events || []).map(e => ({ ...e, attributes: plain(e.attributes) })) });
			}
	return spans;
}

function receive(request, response) {
	const chunks = [];
	request.on('data', chunk => chunks.push(chunk));
	request.on('end', () => {
		let status = 200, said;
		try {
			must(request.method === 'POST' && request.url === '/v1/traces', request.url, 'not the place');
			must(request.headers['content-type'] === 'application/json', 'Content-Type', 'not JSON');
			said = `${judge(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))).length} spans`;
		} catch (error) {
			[status, said] = [400, error.message];
		}
		console.log(status, said);
		response.writeHead(status, { 'Content-Type': 'application/json' }).end(status === 200 ? '{}' : JSON.stringify({ message: said }));
	});
}

async function main() {
	if (process.argv[2] === 'serve') {
		const server = http.createServer(receive).listen(0, '127.0.0.1', () => console.log(server.address().port));
		return;
	}
	let number = 0;
	for await (const line of readline.createInterface({ input: process.stdin })) {
		number++;
		try {
			for (const span of judge(line)) console.log(JSON.stringify(span));
		} catch (error) {
			console.error(`line ${number}: ${error.message}`);
			process.exitCode = 1;
			return;
		}
	}
}

main();
