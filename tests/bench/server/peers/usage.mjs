// What every contender answers over the channel to the bench: its own CPU and memory. Plain JavaScript, like all of
// this folder: it runs on packages that only tests/bench/package.json knows.
export function answerUsage(origin, stop = async () => undefined) {
  process.on('message', (ask) => {
    if (ask === 'stop') return void stop().then(() => process.exit(0));
    if (ask === 'memory') globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { heapUsed, external, rss } = process.memoryUsage();
    process.send({ usage: { cpuMicros: user + system, liveBytes: heapUsed + external, rssBytes: rss } });
  });
  process.on('disconnect', () => process.exit(0));
  process.send({ origin });
}
