import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

import { expect, test } from 'vitest';

import { ask } from './testing/ask.ts';
import {
  aDoor,
  aRawServer,
  aServer,
  aService,
  doorTo,
  doorToPort,
  echo,
  type Echoed,
  exchangeBytes,
  prefix,
} from './testing/door-and-servers.ts';

const echoed = (body: string): Echoed => JSON.parse(body) as Echoed;
const named = (name: string) => aServer((_, outgoing) => void outgoing.end(name));

test('paths lead to their Services, on each name of the door', async () => {
  const [web, api] = await Promise.all([named('web'), named('api')]);
  const services = { web: await aService(web.port), api: await aService(api.port) };
  const door = await aDoor();
  door.lead(
    [
      { ...prefix('/', 'web'), host: 'todo.localhost' },
      { ...prefix('/api', 'api'), host: 'todo.localhost' },
    ],
    (service) => services[service as keyof typeof services],
  );
  const url = `http://127.0.0.1:${door.port}`;

  for (const host of ['todo.localhost', `todo.localhost:${door.port}`, 'LOCALHOST', '127.0.0.1', '[::1]:1']) {
    expect((await ask(`${url}/api/x`, { headers: { host } })).body).toBe('api');
    expect((await ask(`${url}/apix`, { headers: { host } })).body).toBe('web');
  }
  expect(door.origins).toEqual([`http://todo.localhost:${door.port}`, `http://localhost:${door.port}`]);
});

test('a spelling does not lead past a rule', async () => {
  const [web, api] = await Promise.all([named('web'), named('api')]);
  const services = { web: await aService(web.port), api: await aService(api.port) };
  const door = await aDoor();
  door.lead([prefix('/', 'web'), prefix('/api', 'api')], (service) => services[service as keyof typeof services]);

  for (const path of ['//api/x', '/%61pi/x', '/x/../api', '/x/%2e%2e/api/x', '/./api']) {
    expect(
      await exchangeBytes(door.port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    ).toMatch(/api$/);
  }
});

test('a request goes on as it came, and says where it comes from', async () => {
  const { url, door } = await doorTo(echo);

  const { status, body } = await ask(`${url}/a%20b/..;/c?x=%2F&y=1`, {
    headers: { host: 'todo.localhost:1', 'X-Own': 'yes' },
  });

  expect(status).toBe(200);
  const got = echoed(body);
  expect(got.url).toBe('/a%20b/..;/c?x=%2F&y=1');
  expect(got.rawHeaders).toContain('X-Own');
  expect(got.headers).toMatchObject({
    host: 'todo.localhost:1',
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
    'x-forwarded-proto': 'http',
    'x-forwarded-host': 'todo.localhost:1',
    'x-forwarded-port': String(door.port),
  });
  expect(got.headers['x-request-id']).toMatch(/^[\w-]{8,64}$/);
});

test('what a client says about its own way is not believed', async () => {
  const { url } = await doorTo(echo);
  const lies = {
    forwarded: 'for=9.9.9.9',
    'x-forwarded-for': '9.9.9.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'x-forwarded-user': 'admin',
    'x-real-ip': '9.9.9.9',
    x_forwarded_for: '9.9.9.9',
    proxy: 'http://evil.example',
    connection: 'x-forwarded-for, x-real-ip, host, content-length',
  };

  const { headers } = echoed((await ask(url, { method: 'POST', headers: lies, body: 'whole' })).body);

  expect(JSON.stringify(headers)).not.toMatch(/9\.9\.9\.9|evil|admin/);
  expect(headers['x-forwarded-for']).toBe('127.0.0.1');
});

test('the id of a request is kept when it has one', async () => {
  const { url } = await doorTo(echo);

  const { body } = await ask(url, { headers: { 'x-request-id': 'given-by-the-client' } });

  expect(echoed(body).headers['x-request-id']).toBe('given-by-the-client');
});

test('what is for the next hop only ends at the door, both ways', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', (bytes) => {
      const seen = Buffer.from(bytes).toString('base64');
      socket.end(
        `HTTP/1.1 200 OK\r\nConnection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=1\r\nProxy-Connection: x\r\nUpgrade: h2c\r\nX-Own: kept\r\nX-Own: twice\r\nContent-Length: ${seen.length}\r\n\r\n${seen}`,
      );
    });
  });
  const { url } = await doorToPort(port);
  const hop = {
    connection: 'keep-alive, x-hop',
    'x-hop': '1',
    te: 'trailers',
    'proxy-authorization': 'secret',
    'keep-alive': '1',
  };

  const { headers, rawHeaders, body } = await ask(url, { headers: hop });

  expect(Buffer.from(body, 'base64').toString()).not.toMatch(/x-hop|^te:|proxy-authorization/im);
  expect(headers).not.toHaveProperty('x-hop');
  expect(headers).not.toHaveProperty('upgrade');
  expect(rawHeaders.filter((each) => each === 'X-Own')).toHaveLength(2);
});

test('a name that the door does not have is refused: the guard against DNS rebinding', async () => {
  const { url } = await doorTo(echo);

  for (const host of ['evil.example', 'todo.localhost.evil.example', 'localhost.', 'localhost@evil.example']) {
    const { status } = await ask(url, { headers: { host } });
    expect([host, status]).toEqual([host, host === 'localhost.' ? 200 : 421]);
  }
});

test('two hosts, or none, or one in the target that is not ours, are refused', async () => {
  const { door } = await doorTo(echo);
  const status = async (head: string): Promise<string | undefined> =>
    (await exchangeBytes(door.port, `${head}\r\nConnection: close\r\n\r\n`)).split(' ')[1];

  expect(await status('GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example')).toBe('400');
  expect(await status('GET / HTTP/1.1')).toBe('400');
  expect(await status('GET http://evil.example/ HTTP/1.1\r\nHost: localhost')).toBe('421');
  expect(await status('GET http://localhost/ HTTP/1.1\r\nHost: evil.example')).toBe('200');
});

test('the host of the target is the one that goes on', async () => {
  const { door } = await doorTo(echo);

  const answer = await exchangeBytes(
    door.port,
    'GET http://localhost/x?y HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  );

  const got = echoed(answer.slice(answer.indexOf('{')));
  expect([got.url, got.headers['host'], got.headers['x-forwarded-host']]).toEqual(['/x?y', 'localhost', 'localhost']);
});

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'])(
  '%s arrives with its body, framed by length or in chunks',
  async (method) => {
    const { url } = await doorTo(echo);
    const body = 'grün '.repeat(1000);

    const sized = echoed(
      (await ask(url, { method, body, headers: { 'content-length': Buffer.byteLength(body) } })).body,
    );
    const chunked = echoed((await ask(url, { method, body, headers: { 'transfer-encoding': 'chunked' } })).body);

    expect([sized.method, sized.body, chunked.body]).toEqual([method, body, body]);
  },
);

test.each(['GET', 'POST', 'DELETE'])('%s without a body arrives without one', async (method) => {
  const { url } = await doorTo(echo);

  const got = echoed((await ask(url, { method })).body);

  expect(got.body).toBe('');
  expect(got.headers['transfer-encoding']).toBeUndefined();
});

test('a body never becomes a request of its own', async () => {
  const paths: string[] = [];
  const { door } = await doorTo((incoming, outgoing) => {
    paths.push(incoming.url ?? '');
    echo(incoming, outgoing);
  });
  const inner = 'GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const chunks = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
  for (const method of ['GET', 'DELETE', 'OPTIONS', 'HEAD', 'POST']) {
    await exchangeBytes(
      door.port,
      `${method} /outer HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${chunks}`,
    );
    await exchangeBytes(
      door.port,
      `${method} /outer HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${inner.length}\r\nConnection: close, content-length\r\n\r\n${inner}`,
    );
  }

  expect(new Set(paths)).toEqual(new Set(['/outer']));
});

test('a request that says its length twice is refused', async () => {
  const { door } = await doorTo(echo);

  const answer = await exchangeBytes(
    door.port,
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  );

  expect(answer).toMatch(/^HTTP\/1.1 400/);
});

test('a coding that would be lost on the way is refused', async () => {
  const { door } = await doorTo(echo);
  const head = 'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding:';

  expect(await exchangeBytes(door.port, `${head} gzip, chunked\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 400/);
  expect(await exchangeBytes(door.port, `${head} Chunked\r\n\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1.1 200/);
});

test('HEAD has the headers of the answer and nothing else', async () => {
  const { url } = await doorTo((_, outgoing) => void outgoing.setHeader('content-length', 5).end('12345'));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  const first = await ask(url, { method: 'HEAD', agent });
  const second = await ask(url, { agent });
  agent.destroy();

  expect([first.status, first.headers['content-length'], first.body]).toEqual([200, '5', '']);
  expect(second.body).toBe('12345');
});

test.each([204, 304])('%i has no body, and the connection serves on', async (status) => {
  const { url } = await doorTo((_, outgoing) => void outgoing.writeHead(status, { etag: '"x"' }).end());
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  const answers = [await ask(url, { agent }), await ask(url, { agent })];
  agent.destroy();

  expect(answers.map((answer) => [answer.status, answer.body, answer.headers.etag])).toEqual([
    [status, '', '"x"'],
    [status, '', '"x"'],
  ]);
});

test('a body is not sent before the endpoint has asked for it', async () => {
  const { url, server } = await doorTo(echo);
  const asked: string[] = [];
  server.on('checkContinue', (incoming: IncomingMessage, outgoing) => {
    asked.push(incoming.url ?? '');
    if (incoming.url === '/refuse') {
      outgoing.writeHead(413).end('too large');
      return;
    }
    outgoing.writeContinue();
    echo(incoming, outgoing);
  });
  const send = async (
    path: string,
  ): Promise<{ continued: boolean; status: number; connection: string | undefined; body: string }> => {
    const asking = request(`${url}${path}`, {
      agent: false,
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': 4 },
    });
    let continued = false;
    asking.on('continue', () => {
      continued = true;
      asking.end('body');
    });
    asking.flushHeaders();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    const body = (await buffer(answer)).toString();
    asking.destroy();
    return { continued, status: answer.statusCode ?? 0, connection: answer.headers.connection, body };
  };

  const accepted = await send('/accept');
  expect([accepted.continued, echoed(accepted.body).body]).toEqual([true, 'body']);
  expect(await send('/refuse')).toEqual({ continued: false, status: 413, connection: 'close', body: 'too large' });
  expect(asked).toEqual(['/accept', '/refuse']);
});

test('trailers arrive, both ways', async () => {
  const { url } = await doorTo((incoming, outgoing) => {
    incoming.resume().on('end', () => {
      outgoing.writeHead(200, { trailer: 'x-sum' });
      outgoing.write('part');
      outgoing.addTrailers({ 'x-sum': incoming.trailers['x-sum'] ?? 'none' });
      outgoing.end();
    });
  });
  const asking = request(url, {
    agent: false,
    method: 'POST',
    headers: { trailer: 'x-sum', 'transfer-encoding': 'chunked' },
  });
  asking.write('part');
  asking.addTrailers({ 'x-sum': '42' });
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  await buffer(answer);

  expect(answer.trailers).toEqual({ 'x-sum': '42' });
});

test('a promise of trailers that can not be kept does no harm', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', (bytes) => {
      const body = String(bytes).startsWith('HEAD') ? '' : '4\r\nbody\r\n0\r\nX-Sum: 1\r\n\r\n';
      socket.end(`HTTP/1.1 200 OK\r\nTrailer: X-Sum\r\nTransfer-Encoding: chunked\r\n\r\n${body}`);
    });
  });
  const { door } = await doorToPort(port);

  for (const head of [
    'GET / HTTP/1.0\r\nHost: localhost',
    'HEAD / HTTP/1.1\r\nHost: localhost',
    'GET / HTTP/1.1\r\nHost: localhost\r\nTrailer: x',
  ])
    expect(await exchangeBytes(door.port, `${head}\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 200/);
});

test('a client of HTTP/1.0 gets its answer without chunks', async () => {
  const { door } = await doorTo((_, outgoing) => {
    outgoing.write('one ');
    outgoing.end('two');
  });

  const answer = await exchangeBytes(door.port, 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n');

  expect(answer).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  expect(answer.split('\r\n\r\n')[1]).toBe('one two');
});

test('an endpoint that ends its answer by ending the connection is understood', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 200 Fine\r\n\r\nuntil the end'));
  });
  const { url } = await doorToPort(port);

  expect(await ask(url)).toMatchObject({ status: 200, body: 'until the end' });
});

test('bytes above ASCII in headers stay as they are', async () => {
  const { door } = await doorTo((incoming, outgoing) => {
    outgoing.end(Buffer.from(incoming.headers['x-given'] as string, 'latin1').toString('hex'));
  });

  const head = 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Given: \u00e4\u00ff\r\nConnection: close\r\n\r\n';
  const answer = await exchangeBytes(door.port, Buffer.from(head, 'latin1'));

  expect(answer.split('\r\n\r\n')[1]).toBe('e4ff');
});

test('a header of 40 KB reaches the endpoint, which decides about it', async () => {
  const { url, server } = await doorTo(echo);
  const cookie = 'x'.repeat(40_000);

  expect((await ask(url, { headers: { cookie } })).status).toBe(431);
  expect(server.listening).toBe(true);
});

test('requests that follow each other on one connection are answered in order', async () => {
  const { door } = await doorTo((incoming, outgoing) => {
    setTimeout(() => outgoing.end(incoming.url), incoming.url === '/1' ? 100 : 0);
  });
  const head = 'Host: localhost\r\n';

  const answer = await exchangeBytes(
    door.port,
    `GET /1 HTTP/1.1\r\n${head}\r\nGET /2 HTTP/1.1\r\n${head}\r\nGET /3 HTTP/1.1\r\n${head}Connection: close\r\n\r\n`,
  );

  expect(answer.match(/\/\d$|\/\d(?=HTTP)/g)).toEqual(['/1', '/2', '/3']);
});

test('50 MB arrive unchanged, both ways at once', async () => {
  const { url } = await doorTo((incoming, outgoing) => void incoming.pipe(outgoing));
  const body = randomBytes(50_000_000);
  const asking = request(url, { agent: false, method: 'POST', headers: { 'content-length': body.length } });
  asking.end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  const back = createHash('sha256');
  for await (const chunk of answer) back.update(chunk as Buffer);

  expect(back.digest('hex')).toBe(createHash('sha256').update(body).digest('hex'));
});

test('TRACE and CONNECT are not passed on', async () => {
  const { door } = await doorTo(echo);

  expect(await exchangeBytes(door.port, 'TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')).toMatch(
    /^HTTP\/1.1 405/,
  );
  expect(await exchangeBytes(door.port, 'CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n')).toMatch(
    /^HTTP\/1.1 405/,
  );
});

test('what is no HTTP is refused and nothing ends', async () => {
  const { door, url } = await doorTo(echo);

  expect(await exchangeBytes(door.port, '\u0016\u0003\u0001\u0002\r\n\r\n')).toMatch(/^HTTP\/1.1 400/);
  expect((await ask(url)).status).toBe(200);
});

test('a path without a rule and a Service that is not part of the run have their pages', async () => {
  const door = await aDoor();
  door.lead([prefix('/api', 'backend')], () => undefined);
  const url = `http://127.0.0.1:${door.port}`;

  expect(await ask(`${url}/other`)).toMatchObject({ status: 404, body: expect.stringContaining('/other') as string });
  expect(await ask(`${url}/api`)).toMatchObject({ status: 503, body: expect.stringContaining('backend') as string });
});

test('an answer that is no HTTP is a bad gateway that names the Service', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n'));
  });
  const { url } = await doorToPort(port);

  const { status, body, headers } = await ask(url, { headers: { accept: 'text/html' } });

  expect(status).toBe(502);
  expect(body).toContain('web');
  expect(headers['cache-control']).toBe('no-store');
});

test('connections to an endpoint are kept', async () => {
  let connections = 0;
  const { url, server } = await doorTo(echo);
  server.on('connection', () => (connections += 1));

  for (let each = 0; each < 20; each += 1) await ask(url);

  expect(connections).toBe(1);
});

test('curl that asks for HTTP/2 gets HTTP/1.1, its body included', async () => {
  const { door } = await doorTo(echo);

  const answer = await exchangeBytes(
    door.port,
    'POST / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 4\r\n\r\nbody',
  );

  expect(answer).toMatch(/^HTTP\/1.1 200/);
  expect(answer).toContain('"body":"body"');
});
