// A run's process that does as the scene of its job says.
const { scene, seed } = JSON.parse(process.argv[2]);
const tell = (message) => console.log(JSON.stringify(message));
tell({ share: 0.25 });
console.log('A library says hello, and {no JSON}.');
if (scene === 'finish') tell({ outcome: { updates: seed } });
if (scene === 'refuse') tell({ failure: 'It does not fit.' });
if (scene === 'break') throw new TypeError('a mistake of ours');
if (scene === 'vanish') process.kill(process.pid, 'SIGKILL');
if (scene === 'hang') setInterval(() => {}, 1000);
if (scene === 'silent') process.exitCode = 7;
