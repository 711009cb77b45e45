// npm passes SIGTERM to the shell that it started us in; many shells then die without passing it on, and we would live on alone, a port in
// our hands. So when npm runs us and that shell is gone, we end as the signal would have ended us.

export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, 200).unref()
}
