import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program left and opened while it ran. */
export interface Observation {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files under its home folder, which was empty before. */
  readonly homeFiles: readonly string[];
  /** Logs of onnxruntime's telemetry in its folder for temporary files. */
  readonly logs: readonly string[];
  /** Sockets other than those of the machine itself (`AF_UNIX`); empty on systems where they cannot be seen. */
  readonly sockets: readonly string[];
}

/** What is traced by strace, where it is installed; elsewhere on Linux the open sockets are looked at every few milliseconds. */
const hasTracer = process.platform === 'linux' && spawnSync('strace', ['-V']).status === 0;
const lookMilliseconds = 5;

/** Runs a program with a home folder of its own and watches it and its children. */
export async function observe(
  command: string,
  parameters: readonly string[],
  input: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<Observation> {
  const folder = mkdtempSync(join(tmpdir(), 'interlinear-observed-'));
  const home = join(folder, 'home');
  const trace = join(folder, 'trace');
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  try {
    const tracer = ['-f', '-qq', '-e', 'trace=socket', '-o', trace];
    const [program, values] = hasTracer
      ? ['strace', [...tracer, command, ...parameters]]
      : [command, parameters];
    const child = spawn(program, [...values], {
      env: { ...ownEnvironment(), HOME: home, TMPDIR: temporary, ...environment },
    });
    const sockets = new Set<string>();
    const looking = setInterval(() => {
      if (!hasTracer && child.pid !== undefined)
        for (const socket of openSockets(child.pid)) sockets.add(socket);
    }, lookMilliseconds);
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdin.end(input);
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    clearInterval(looking);
    const traced = hasTracer ? readFileSync(trace, 'utf8').split('\n') : [];
    for (const line of traced) {
      if (line.includes('socket(') && !/socket\(AF_(UNIX|LOCAL)\b/.test(line)) sockets.add(line);
    }
    return {
      code,
      stdout,
      stderr,
      homeFiles: filesUnder(home),
      logs: filesUnder(temporary).filter((name) => name.startsWith('mat-debug-')),
      sockets: [...sockets],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without what this process set for its own copy of the library: the program must see to that itself. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { ORT_DISABLE_TELEMETRY: _ours, XDG_CACHE_HOME: _cache, ...rest } = process.env;
  return rest;
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' });
  } catch {
    return [];
  }
}

/** Internet sockets that a process has open now, by the kernel's own tables. */
function openSockets(processId: number): string[] {
  const tables = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((name) => linesOf(`/proc/${processId}/net/${name}`));
  let descriptors: string[] = [];
  try {
    descriptors = readdirSync(`/proc/${processId}/fd`);
  } catch {
    // It has ended, or this is no Linux.
  }
  const inodes = new Set(
    descriptors.flatMap((name) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${processId}/fd/${name}`))?.slice(1) ?? [];
      } catch {
        return [];
      }
    }),
  );
  return tables.filter((line) => line.split(/\s+/).some((field) => inodes.has(field)));
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}
