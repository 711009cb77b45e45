// All commands by name, as a busybox has them.
import type { Command } from '../io.ts'
import type { Dictionary } from '../records.ts'
import { awk } from './awk/awk.ts'
import { mkdir, mktemp, rm, rmdir, touch, truncate } from './change.ts'
import { cp, dd, ln, mv } from './copy.ts'
import { curl } from './curl.ts'
import { base64, hexdump, md5sum, od, sha1sum, sha256sum } from './digest.ts'
import { find } from './find.ts'
import { egrep, fgrep, grep } from './grep.ts'
import { httpd } from './httpd.ts'
import { cut, fold, nl, paste, rev, tr, uniq, wc } from './lines.ts'
import { df, du, ls, mount, stat } from './ls.ts'
import { chgrp, chmod, chown } from './modes.ts'
import { nc, nslookup, ping, wget } from './network.ts'
import { echo, printf, seq, yes } from './print.ts'
import { sed } from './sed/sed.ts'
import { shuf } from './shuf.ts'
import { sort } from './sort.ts'
import {
  arch,
  basename,
  dirname,
  env,
  free,
  getent,
  hostname,
  id,
  instead,
  kill,
  killall,
  nproc,
  pgrep,
  pidof,
  printenv,
  ps,
  pwd,
  readlink,
  realpath,
  tty,
  uname,
  whoami,
} from './system.ts'
import { bracket, doubleBracket, test } from './test.ts'
import { date, sleep, time, timeout, uptime, usleep, watch } from './time.ts'
import { cat, head, tac, tail, tee } from './view.ts'
import { expr, which, xargs } from './xargs.ts'

const nothing: Command = () => 0

const busybox: Command = io => {
  const name = io.args[0]
  if (name !== undefined && !Object.hasOwn(commands, name) && name !== 'sh' && name !== 'ash') {
    io.err(`${name}: applet not found\n`)
    return 127
  }
  if (name !== undefined) return { exec: io.args }
  io.out('BusyBox v1.36.1 multi-call binary.\n')
  return 0
}

export const commands: Dictionary<Command> = {
  '[': bracket,
  '[[': doubleBracket,
  arch,
  awk,
  base64,
  basename,
  busybox,
  cat,
  chgrp,
  chmod,
  chown,
  clear: io => {
    io.out('\x1b[H\x1b[J')
    return 0
  },
  cp,
  cut,
  date,
  dd,
  df,
  dirname,
  du,
  echo,
  egrep,
  env,
  expr,
  false: () => 1,
  fgrep,
  find,
  fold,
  free,
  getent,
  grep,
  head,
  hexdump,
  hd: hexdump,
  hostname,
  httpd,
  id,
  kill,
  killall,
  ln,
  ls,
  md5sum,
  mkdir,
  mktemp,
  mount,
  mv,
  nc,
  nice: instead(/^-(n|\d+)$/),
  nl,
  nohup: instead(/^$/, ['HUP']),
  nproc,
  nslookup,
  od,
  paste,
  pgrep,
  pidof,
  ping,
  pkill: pgrep,
  printenv,
  printf,
  ps,
  pwd,
  readlink,
  realpath,
  rev,
  rm,
  rmdir,
  sed,
  seq,
  setsid: instead(/^-c$/),
  sha1sum,
  sha256sum,
  shuf,
  sleep,
  sort,
  stat,
  sync: nothing,
  tac,
  tail,
  tee,
  test,
  time,
  timeout,
  touch,
  tr,
  true: nothing,
  truncate,
  tty,
  uname,
  uniq,
  unlink: rm,
  uptime,
  usleep,
  watch,
  wc,
  wget,
  which,
  whoami,
  xargs,
  yes,
}

/** Commands that no busybox has, for images that bring them: named by `World.program` with 'extra'. */
export const extraCommands: Dictionary<Command> = { curl }
