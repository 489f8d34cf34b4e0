// Stands between a caller and the emulator: sends each request through the validating proxy whose description has the path, and keeps
// the violations that the proxy found. A path no description has goes straight to the emulator and is listed as such.
import http from 'node:http';

export function startRecorder({ emulator, specs, note }) {
  const server = http.createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const spec = specs.find((one) => one.paths.some((known) => known.matches(request.method, path)));
    const target = spec ? new URL(spec.proxy) : new URL(emulator);
    const operation = spec ? spec.paths.find((known) => known.matches(request.method, path)).name : path.replace(/\d+/g, '*');
    if (!spec) {
      note(request.method, operation, 0, null);
    }

    const forward = http.request(
      { hostname: target.hostname, port: target.port, method: request.method, path: request.url, headers: { ...request.headers, host: target.host }, maxHeaderSize: 64 << 20 },
      (answer) => {
        const { 'sl-violations': found, ...headers } = answer.headers;
        const pieces = [];
        answer.on('data', (piece) => pieces.push(piece));
        answer.on('end', () => {
          const body = Buffer.concat(pieces);
          if (spec) {
            note(request.method, operation, answer.statusCode, withFindings(violationsOf(found), answer, body));
          }

          response.writeHead(answer.statusCode, headers);
          response.end(body);
        });
      });
    forward.on('error', (problem) => {
      response.writeHead(502);
      response.end(String(problem));
    });
    request.pipe(forward);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve({ address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() })));
}

// The proxy cuts a long list short, so its entries are read one by one.
function violationsOf(header) {
  return (header?.match(/\{"location":\[[^\]]*\](?:,"[a-z]+":"(?:[^"\\]|\\.)*")+\}/g) ?? []).map((one) => JSON.parse(one));
}

// What stands where the proxy wants something else: null, a number … An empty answer has no JSON to look into.
function withFindings(violations, answer, body) {
  if (violations.length === 0 || !/json/.test(answer.headers['content-type'] ?? '')) {
    return violations;
  }

  const document = JSON.parse(body);
  return violations.map((one) => {
    if (one.location?.[0] !== 'response' || one.location[1] !== 'body') {
      return one;
    }

    const value = one.location.slice(2).reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    return { ...one, found: value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value };
  });
}

// /api/v1/employees/{id}: literal parts win over parameters, so sort by the number of parameters.
export function pathsOf(document, base) {
  const paths = [];
  for (const [path, item] of Object.entries(document.paths)) {
    const full = base + path;
    const pattern = new RegExp('^' + full.split(/\{[^}]+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+') + '/?$');
    const methods = Object.keys(item).map((method) => method.toUpperCase());
    paths.push({ name: full, parameters: (full.match(/\{/g) ?? []).length, matches: (method, asked) => methods.includes(method) && pattern.test(asked) });
  }

  return paths.sort((left, right) => left.parameters - right.parameters);
}
