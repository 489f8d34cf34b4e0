// node drive.mjs WORK FOLDER-OF-SPECS ROLLCALL-DLL KNOWN [VENDOR…] — see ../fidelity.sh.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathsOf, startRecorder } from './recorder.mjs';
import { vendors } from './vendors.mjs';

const [work, specFolder, rollcall, knownFile, ...asked] = process.argv.slice(2);
const yaml = createRequire(path.join(work, 'package.json'))('yaml');
const children = [];
process.on('exit', () => children.forEach((child) => child.kill('SIGKILL')));

const known = fs.readFileSync(knownFile, 'utf8').split('\n')
  .map((line) => line.trim()).filter((line) => line && !line.startsWith('#'))
  .map((line) => {
    const [pattern, reason] = line.split(' # ');
    return { pattern: new RegExp('^' + pattern.trim().split('**').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*') + '$'), text: pattern.trim(), reason, used: 0 };
  });
const unexplained = new Map();
const undescribed = new Set();
let seen = 0;

for (const vendor of vendors.filter((one) => asked.length === 0 || asked.includes(one.key))) {
  const emulator = await startEmulator(vendor.key);
  if (!emulator) {
    console.log(`${vendor.key}: not emulated, left out`);
    continue;
  }

  const specs = [];
  for (const { file, base } of vendor.specs) {
    const document = yaml.parse(fs.readFileSync(path.join(specFolder, file), 'utf8'), { maxAliasCount: -1 });
    vendor.mend?.(document, file);
    const prefixed = { ...document, servers: undefined, paths: Object.fromEntries(Object.entries(document.paths).map(([name, item]) => [base + name, item])) };
    const copy = path.join(work, vendor.key + '-' + path.basename(file).replace(/\.ya?ml$/, '.json'));
    fs.writeFileSync(copy, JSON.stringify(prefixed));
    specs.push({ file, paths: pathsOf(document, base), proxy: await startProxy(copy, emulator.address) });
  }

  const note = (method, operation, status, violations) => {
    seen++;
    if (violations === null) {
      undescribed.add(`${vendor.key} ${method} ${operation}`);
      return;
    }

    for (const one of violations) {
      const where = (one.location ?? []).map((part) => (/^\d+$/.test(part) ? '*' : part)).join('.');
      const message = one.message.replace(/^(Re\w+ [\w ]*?(?:property|parameter)) \S+ /, '$1 ').slice(0, 120);
      const line = `${vendor.key} ${method} ${operation} ${status} ${where} ${one.code ?? ''}: ${message}${one.found ? `, is ${one.found}` : ''}`;
      const explained = known.find((entry) => entry.pattern.test(line));
      if (explained) {
        explained.used++;
      } else {
        unexplained.set(line, (unexplained.get(line) ?? 0) + 1);
      }
    }
  };
  const recorder = await startRecorder({ emulator: emulator.address, specs, note });
  const authorisation = await vendor.authorise({ ...emulator, address: recorder.address });
  const send = (method, target, body, headers = { 'content-type': 'application/json' }) =>
    fetch(target, { method, headers: { ...vendor.headers, ...authorisation, ...headers }, body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body) });
  const ids = (await vendor.prepare?.(async (method, path, body) => (await send(method, emulator.address + path, body)).json(), emulator.credentials)) ?? {};
  const filled = (text) => text.replace(/\{(\w+)\}/g, (all, name) => ids[name] ?? all);
  for (const call of vendor.calls) {
    if (call.probe && (await send('GET', emulator.address + call.probe)).status === 404) {
      console.log(`${vendor.key}: not emulated, left out: ${call.path}`);
      continue;
    }

    const body = call.body === undefined ? undefined : filled(typeof call.body === 'string' ? call.body : JSON.stringify(call.body));
    const answer = await send(call.method, recorder.address + filled(call.path), body, call.headers);
    await answer.arrayBuffer();
    console.log(`${vendor.key}: ${answer.status} ${call.method} ${call.path.slice(0, 100)}`);
    if (answer.status === 502) {
      throw new Error('the validating proxy did not answer');
    }
  }

  if (vendor.connection) {
    await synchronise(vendor, emulator, recorder.address);
  }

  recorder.close();
}

console.log(`\n${seen} answers looked at.`);
for (const line of [...undescribed].sort()) {
  console.log('not described: ' + line);
}

for (const entry of known.filter((one) => asked.length === 0 || asked.some((key) => one.text.startsWith(key + ' ')))) {
  console.log(entry.used > 0 ? `known (${entry.used}): ${entry.text} # ${entry.reason}` : `no longer seen: ${entry.text}`);
}

for (const [line, count] of [...unexplained].sort()) {
  console.log(`VIOLATION (${count}): ${line}`);
}

process.exit(unexplained.size > 0 || seen === 0 ? 1 : 0);

async function startEmulator(vendor) {
  const child = start('dotnet', [rollcall, 'emulate', vendor, '--employees', '12', '--seed', '5', '--format', 'json']);
  return await new Promise((resolve) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      try {
        resolve(JSON.parse(text));
      } catch {
        // Not all of it yet.
      }
    });
    child.on('exit', () => resolve(null));
  }).then((found) => found && { ...found, address: found.address.replace(/\/$/, '') });
}

async function startProxy(file, upstream) {
  const port = await new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const free = probe.address().port;
      probe.close(() => resolve(free));
    });
  });
  const child = start(path.join(work, 'node_modules/.bin/prism'), ['proxy', file, upstream, '--port', String(port), '--errors=false', '--verboseLevel', 'warn'], { NODE_OPTIONS: '--max-http-header-size=67108864' });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  let ended = false;
  child.on('exit', () => (ended = true));
  while (!(await listens(port))) {
    if (ended) {
      throw new Error('the validating proxy did not start: ' + output);
    }
  }

  return `http://127.0.0.1:${port}`;
}

function listens(port) {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => setTimeout(() => resolve(false), 100));
  });
}

// The connector itself, from discovery to a first plan.
async function synchronise(vendor, emulator, address) {
  const folder = fs.mkdtempSync(path.join(work, vendor.key + '-'));
  const file = path.join(folder, 'rollcall.yaml');
  fs.writeFileSync(file, vendor.connection.yaml(address, emulator.credentials));
  const variables = Object.fromEntries(Object.entries(vendor.connection.secrets).map(([name, credential]) => [name, emulator.credentials[credential]]));
  for (const command of [['config', 'apply', file], ['connections', 'test', vendor.key], ['attributes', vendor.key], ['sync', vendor.key], ...(vendor.connection.delta ? [['sync', vendor.key, '--delta']] : [])]) {
    const child = start('dotnet', [rollcall, ...command, '--data', folder], variables);
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const code = await new Promise((resolve) => child.on('exit', resolve));
    console.log(`${vendor.key}: rollcall ${command[0]} ${command.length > 2 ? command[1] : ''} ended with ${code}`);
    if (![0, 2, 3].includes(code)) {
      throw new Error(output);
    }
  }
}

function start(command, args, variables = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}
