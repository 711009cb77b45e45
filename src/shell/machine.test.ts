// The front: what whoever runs containers relies on.
import { describe, expect, test } from 'vitest'
import { answer, closeInput, feed, type ImageProgram, interrupt, listeners, processes, type Request, signal, start } from './index.ts'
import { advance, begin, bench, go, script, startMs, worldOf } from './testing/bench.ts'

describe('the first process of a container', () => {
  test('ignores TERM unless it traps it', () => {
    const b = bench()
    const pid = begin(b, ['sh', '-c', 'while true; do sleep 1; done'])
    go(b)
    b.machine = signal(b.machine, worldOf(b), pid, 'TERM')
    advance(b, startMs + 5000)
    expect(b.codes).toEqual({})
    expect(processes(b.machine).map(p => p.command)).toEqual(['sh -c while true; do sleep 1; done', 'sleep 1'])
  })
  test('a plain sleep ignores TERM too, and a server that an image brings says what it catches', () => {
    const server: ImageProgram = call => (call.signal ? { code: 0, out: 'bye\n' } : { state: {}, catches: ['TERM', 'QUIT'] })
    for (const [argv, code] of [
      [['sleep', 'infinity'], undefined],
      [['nginx'], 0],
    ] as const) {
      const b = bench({ extra: { program: name => (name === 'nginx' ? server : undefined) } })
      const pid = begin(b, argv)
      go(b)
      b.machine = signal(b.machine, worldOf(b), pid, 'TERM')
      expect(go(b).wakeAtMs).toBeUndefined()
      expect(b.codes[pid]).toBe(code)
    }
  })
  test('ends by KILL from outside with 137, and takes all others with it', () => {
    const b = bench()
    const pid = begin(b, ['sh', '-c', 'trap "" TERM; sleep 100 & sleep 100'])
    const exec = begin(b, ['sleep', '50'])
    go(b)
    b.machine = signal(b.machine, worldOf(b), pid, 'KILL')
    go(b)
    expect(b.codes).toEqual({ [pid]: 137, [exec]: 137 })
    expect(processes(b.machine)).toEqual([])
    expect(b.machine.open).toEqual({})
  })
  test('a trap runs when the command in the foreground has ended', () => {
    const b = bench()
    const pid = begin(b, ['sh', '-c', 'trap "echo stopping; exit 0" TERM; sleep 10; echo never'])
    advance(b, startMs + 2000)
    b.machine = signal(b.machine, worldOf(b), pid, 'TERM')
    advance(b)
    expect([b.out, b.codes[pid], b.nowMs - startMs]).toEqual(['stopping\n', 0, 10_000])
  })
  test('a trap interrupts `sleep & wait` at once', () => {
    const b = bench()
    const pid = begin(b, ['sh', '-c', 'trap "echo stopping; exit 0" TERM; sleep 10 & wait'])
    advance(b, startMs + 2000)
    b.machine = signal(b.machine, worldOf(b), pid, 'SIGTERM')
    advance(b)
    expect([b.out, b.codes[pid], b.nowMs - startMs]).toEqual(['stopping\n', 0, 2000])
  })
  test('`exec` puts a program in the place of the shell, and the last command of `-c` is put there by itself', () => {
    const b = bench()
    begin(b, ['sh', '-c', 'echo a; exec sleep 7'])
    go(b)
    expect(processes(b.machine).map(p => p.command)).toEqual(['sleep 7'])
    const c = bench()
    begin(c, ['sh', '-c', 'echo a && sleep 7'])
    go(c)
    expect(processes(c.machine).map(p => p.command)).toEqual(['sleep 7'])
  })
})

describe('time is the caller’s', () => {
  test.each([
    ['sleep 1.5', 1500],
    ['sleep 1m; sleep 2s', 62_000],
    ['sleep 1 & sleep 2 & wait', 2000],
    ['sleep 1 | sleep 3', 3000],
    ['x=$(sleep 1; echo a)$(sleep 2)', 3000],
    ['timeout 2 sleep 5', 2000],
    ['sleep 2 | { read -t 0.5 x; }', 2000],
    ['i=0; until [ -f /tmp/r ]; do sleep 1; i=$((i+1)); [ $i = 3 ] && touch /tmp/r; done', 3000],
    ['for i in 1 2 3; do sleep 0.25; done', 750],
    ['echo quick', 0],
  ])('%s takes %i ms', (text, ms) => {
    expect(script(text).tookMs).toBe(ms)
  })
  test('a run says when to come back; a sleeping machine is the same value when it is run too early', () => {
    const b = bench()
    begin(b, ['sleep', '3'])
    expect(go(b).wakeAtMs).toBe(startMs + 3000)
    const before = b.machine
    b.nowMs += 1000
    expect(go(b).machine).toBe(before)
  })
  test('an endless loop takes steps and simulated time, not for ever', () => {
    const b = bench()
    begin(b, ['sh', '-c', 'while :; do :; done'])
    const pauses = Array.from({ length: 9 }, () => {
      const { wakeAtMs = 0 } = go(b)
      const pause = wakeAtMs - b.nowMs
      b.nowMs = wakeAtMs
      return pause
    })
    expect(pauses).toEqual([10, 20, 40, 80, 160, 320, 640, 1000, 1000])
  })
  test('a loop that only waits for the clock ends', () => {
    expect(script('end=$(( $(date +%s) + 5 )); while [ $(date +%s) -lt $end ]; do :; done; echo over').out).toBe('over\n')
  })
  test('what prints without end is held back', () => {
    const b = bench()
    begin(b, ['yes'])
    const { wakeAtMs } = go(b)
    expect(wakeAtMs).toBe(startMs + 10)
    expect(b.out.length).toBeGreaterThan(200_000)
    expect(b.out.length).toBeLessThan(400_000)
  })
  test('what writes without end meets the end of the disk', () => {
    const b = script('yes > /tmp/big; echo $?; head -c 3 /tmp/big')
    expect([b.out, b.err]).toEqual(['1\ny\ny', 'yes: write error: No space left on device\n'])
  })
})

describe('commands run beside the first process', () => {
  test('they see its processes, share its files and print for themselves', () => {
    const b = bench()
    begin(b, ['sh', '-c', 'echo up > /tmp/state; sleep 100'])
    go(b)
    const exec = begin(b, ['sh', '-c', 'cat /tmp/state; ps | grep -c "sleep 100"; echo to the log > /proc/1/fd/1; exit 4'])
    const { output, ended } = go(b)
    expect(output).toEqual([
      { pid: exec, stream: 1, text: 'up\n3\n' },
      { pid: 1, stream: 1, text: 'to the log\n' },
    ])
    expect(ended).toEqual([{ pid: exec, code: 4 }])
  })
  test('`kill 1` reaches a trap of the first process but does not end it otherwise', () => {
    const b = bench()
    begin(b, ['sh', '-c', 'trap "echo reload" HUP; while true; do sleep 1; done'])
    go(b)
    begin(b, ['sh', '-c', 'kill -HUP 1; kill -9 1; kill 1; echo sent'])
    advance(b, startMs + 3000)
    expect(b.out).toBe('sent\nreload\n')
    expect(processes(b.machine).length).toBe(2)
  })
  test('what goes wrong as it begins is heard', () => {
    const b = bench()
    const pid = begin(b, ['sh', '/nosuch.sh'])
    go(b)
    expect([b.err, b.codes[pid]]).toEqual(["sh: can't open '/nosuch.sh': No such file or directory\n", 2])
  })
  test('a program that is not there is told apart from one that cannot be run', () => {
    const b = bench()
    expect(start(b.machine, worldOf(b), { argv: ['nosuch'] })).toEqual({ missing: 127 })
    expect(start(b.machine, worldOf(b), { argv: ['/etc/passwd'] })).toEqual({ missing: 126 })
    const bare = bench({ extra: { program: () => 'missing' } })
    expect(start(bare.machine, worldOf(bare), { argv: ['sh', '-c', 'true'] })).toEqual({ missing: 127 })
  })
})

describe('input and terminals', () => {
  test('text is read as it comes, until the input is closed', () => {
    const b = bench()
    const pid = begin(b, ['sh', '-c', 'while read line; do echo "got $line"; done; echo end'], { input: 'open' })
    go(b)
    b.machine = feed(b.machine, worldOf(b), pid, 'one\ntw')
    go(b)
    b.machine = feed(b.machine, worldOf(b), pid, 'o\n')
    go(b)
    expect(b.out).toBe('got one\ngot two\n')
    b.machine = closeInput(b.machine, worldOf(b), pid)
    go(b)
    expect([b.out, b.codes[pid]]).toEqual(['got one\ngot two\nend\n', 0])
  })
  test('input given whole', () => {
    const b = bench()
    begin(b, ['sh'], { input: { text: 'echo hi\nnosuch\nexit 3\n' } })
    go(b)
    expect([b.out, b.err, b.codes[1]]).toEqual(['hi\n', 'sh: nosuch: not found\n', 3])
  })
  test('a shell at a terminal prompts, survives errors, and Ctrl-C ends what runs', () => {
    const b = bench()
    begin(b, ['sleep', '1000'])
    const pid = begin(b, ['sh'], { input: 'open', terminal: true, cwd: '/tmp' })
    const type = (text: string) => {
      b.machine = feed(b.machine, worldOf(b), pid, text)
      go(b)
    }
    go(b)
    type('echo a\n')
    type('for i in 1 2\n')
    type('do echo $i; done\n')
    type('if fi\n')
    type('sleep 100\n')
    expect(processes(b.machine).map(p => p.command)).toContain('sleep 100')
    b.machine = interrupt(b.machine, worldOf(b), pid)
    go(b)
    type('echo $?\nexit\n')
    expect(b.out).toBe('a\n1\n2\n130\n')
    expect(b.err).toBe('/tmp # /tmp # > /tmp # sh: syntax error: unexpected "fi"\n/tmp # \n/tmp # /tmp # ')
    expect(b.codes).toEqual({ [pid]: 0 })
  })
})

describe('questions to the world', () => {
  const ok = { status: 200, headers: { Server: 'nginx/1.9.1' }, body: '<h1>hi</h1>\n', address: '10.96.0.7' }
  const play = (text: string, respond: (request: Request) => unknown) =>
    script(text, { respond, extra: { program: name => (name === 'curl' ? 'extra' : undefined) } })

  test('wget asks and prints', () => {
    const b = play('wget -q -O- http://web:8080/a?b=1; echo $?', () => ok)
    expect(b.out).toBe('<h1>hi</h1>\n0\n')
    expect(b.requests).toEqual([
      expect.objectContaining({ kind: 'http', method: 'GET', scheme: 'http', host: 'web', port: 8080, path: '/a?b=1' }),
    ])
  })
  test.each([
    [{ fault: 'refused', address: '10.0.0.1' }, "wget: can't connect to remote host (10.0.0.1): Connection refused\n"],
    [{ fault: 'unknown-host' }, "wget: bad address 'web'\n"],
    [{ status: 404, body: '' }, 'wget: server returned error: HTTP/1.1 404 Not Found\n'],
    [{ status: 503, body: '' }, 'wget: server returned error: HTTP/1.1 503 Service Unavailable\n'],
  ])('wget words %j', (reply, words) => {
    const b = play('wget -q -O- http://web; echo $?', () => reply)
    expect([b.out, b.err]).toEqual(['1\n', words])
  })
  test('an answer may come later, or never', () => {
    const b = bench()
    begin(b, ['sh', '-c', 'wget -q -T 5 -O- http://slow && echo here || echo gone'])
    const [asked] = go(b).requests
    b.nowMs += 2000
    expect(go(b).requests).toEqual([])
    b.machine = answer(b.machine, worldOf(b), asked?.pid ?? 0, ok)
    go(b)
    expect(b.out).toBe('<h1>hi</h1>\nhere\n')
    const never = script('wget -q -T 5 -O- http://slow && echo here || echo gone')
    expect([never.out, never.err, never.tookMs]).toEqual(['gone\n', 'wget: download timed out\n', 5000])
  })
  test('curl, where the image has it', () => {
    const b = play('curl -sI http://nginx; curl -s -o /dev/null -w "%{http_code}\\n" http://nginx', () => ok)
    expect(b.out).toBe('HTTP/1.1 200 OK\r\nServer: nginx/1.9.1\r\n\r\n200\n')
    expect(play('curl -sS http://web; echo $?', () => ({ fault: 'refused' })).err).toBe(
      "curl: (7) Failed to connect to web port 80 after 0 ms: Couldn't connect to server\n",
    )
    expect(script('curl http://web').err).toBe('/bin/sh: curl: not found\n')
  })
  test('nc, nslookup, ping', () => {
    expect(
      play('nc -z db 5432; echo $?; echo ruok | nc zk 2181', r =>
        r.kind === 'connect' && r.body !== '' ? { body: 'imok' } : { fault: 'refused', address: '10.0.0.9' },
      ),
    ).toMatchObject({
      out: '1\nimok',
      err: "nc: can't connect to remote host (10.0.0.9:5432): Connection refused\n",
    })
    expect(play('nslookup web', () => ({ addresses: ['10.96.0.7'], name: 'web.default.svc.cluster.local' })).out).toBe(
      'Server:\t\t10.96.0.10\nAddress:\t10.96.0.10:53\n\nName:\tweb.default.svc.cluster.local\nAddress: 10.96.0.7\n\n',
    )
    const pinged = play('ping -c 2 web', () => ({ address: '10.0.0.1', ms: 0.5 }))
    expect([pinged.tookMs, pinged.out.split('\n')[0]]).toEqual([1000, 'PING web (10.0.0.1): 56 data bytes'])
  })
})

describe('programs that an image brings', () => {
  const counting: ImageProgram = call => {
    const n = (call.state as number | undefined) ?? 0
    return n < 3 ? { out: `${call.args[0]} ${n}\n`, state: n + 1, afterMs: 500 } : { code: 7, err: 'done\n' }
  }
  const shouting: ImageProgram = call => {
    if (call.input === null) return { code: 0 }
    return { out: call.input?.toUpperCase() ?? '', state: {}, wantsInput: true }
  }
  const program = (name: string) => ({ count: counting, shout: shouting })[name]

  test('are called again when their time has come', () => {
    const b = script('count x; echo $?', { extra: { program } })
    expect([b.out, b.err, b.tookMs]).toEqual(['x 0\nx 1\nx 2\n7\n', 'done\n', 1500])
  })
  test('take part in pipes', () => {
    expect(script('{ echo a; sleep 1; echo ü; } | shout | cat', { extra: { program } }).out).toBe('A\nÜ\n')
  })
})

test('open ports are told, with what is served there', () => {
  const b = bench()
  begin(b, ['sh', '-c', 'mkdir /www; httpd -p 8080 -h /www; nc -l -p 9000'])
  go(b)
  expect(listeners(b.machine).map(({ port, root }) => [port, root])).toEqual([
    [9000, undefined],
    [8080, '/www'],
  ])
})

describe('disks', () => {
  test('what is written is on the disk afterwards, and the disk that was there before is as it was', () => {
    const b = bench()
    const before = b.mounts[0]?.disk
    begin(b, ['sh', '-c', 'mkdir -p /data/a; echo héllo > /data/a/f'])
    go(b)
    const after = b.mounts[0]?.disk
    expect(before).not.toBe(after)
    expect(after).toMatchObject({ entries: { data: { entries: { a: { entries: { f: { text: 'héllo\n', mtimeMs: startMs } } } } } } })
    expect(before).not.toMatchObject({ entries: { data: {} } })
  })
  test('volumes are mounted, read-only ones refuse, and a file can be a mount', () => {
    const b = bench()
    b.mounts.push(
      { path: '/data', disk: { type: 'directory', mode: 0o755, mtimeMs: 0, entries: {} } },
      {
        path: '/etc/config',
        disk: { type: 'directory', mode: 0o755, mtimeMs: 0, entries: { key: { type: 'file', text: 'value', mode: 0o644, mtimeMs: 0 } } },
        readOnly: true,
      },
      { path: '/dev/termination-log', disk: { type: 'file', text: '', mode: 0o644, mtimeMs: 0 } },
    )
    begin(b, [
      'sh',
      '-c',
      'cat /etc/config/key; echo; echo x > /etc/config/key; rm /etc/config/key; echo kept > /data/f; echo why > /dev/termination-log; mv /data/f /tmp/g; cat /tmp/g; ls /data; rmdir /data',
    ])
    go(b)
    expect(b.out).toBe('value\nkept\n')
    expect(b.err).toBe(
      "sh: can't create /etc/config/key: Read-only file system\nrm: can't remove '/etc/config/key': Read-only file system\nrmdir: '/data': Device or resource busy\n",
    )
    expect(b.mounts.at(-1)?.disk).toMatchObject({ text: 'why\n' })
  })
  test('a full volume says so', () => {
    const b = bench()
    b.mounts.push({ path: '/small', disk: { type: 'directory', mode: 0o755, mtimeMs: 0, entries: {} }, capacity: 100 })
    begin(b, ['sh', '-c', 'seq 50 > /small/f; echo $?; df -k /small | tail -n 1'])
    go(b)
    expect(b.out).toBe('1\n/dev/vda1                    1         0         1   0% /small\n')
    expect(b.err).toBe('seq: write error: No space left on device\n')
  })
  test('names of all kinds are just names', () => {
    expect(
      script(
        'cd /tmp; echo a > __proto__; echo b > toString; cat __proto__ toString; ls; __proto__=x; constructor=y; echo $__proto__ $constructor $toString; hasOwnProperty() { echo f; }; hasOwnProperty',
      ).out,
    ).toBe('a\nb\n__proto__\ntoString\nx y\nf\n')
  })
})

test('/proc tells of the processes', () => {
  const b = script(
    'cat /proc/1/comm /proc/self/comm; [ -d /proc/1 ] && [ ! -d /proc/77 ] && echo ok; cut -d" " -f1 /proc/uptime; echo x > /proc/uptime',
  )
  expect([b.out, b.err]).toEqual(['sh\ncat\nok\n0.00\n', "/bin/sh: can't create /proc/uptime: Operation not permitted\n"])
})
test('chance is the caller’s dice', () => {
  const roll = (below: number) => below - 1
  expect(script('echo $RANDOM; echo $RANDOM; shuf -i 1-3; mktemp', { extra: { roll } }).out).toBe(
    '32767\n32767\n3\n1\n2\n/tmp/tmp.999999\n',
  )
})
test('nothing is left open when all have ended', () => {
  const b = script('exec 3>/tmp/x; cat <(echo a) | while read l; do echo $l; done; echo "$(echo b)" >&3; { echo c; } | cat; (exit 3)', {})
  expect([b.machine.processes, b.machine.open]).toEqual([{}, {}])
})
