// The part of the ssh command line that git uses, on the npm package ssh2: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.
// The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS.
'use strict';

const fs = require('fs');
const { Client } = require('ssh2');

const words = process.argv.slice(2);
const names = [];
let port = 22;
while (words[0].startsWith('-')) {
  const option = words.shift();
  if (option === '-p') port = Number(words.shift());
  else if (option === '-o') names.push(...words.shift().split('SendEnv=').slice(1));
}
const [username, host] = words[0].split('@');
const trusted = fs.readFileSync(process.env.SSH_KNOWN_HOSTS, 'utf8').split('\n').map((line) => line.split(' ')[2]);

function fail(error) {
  process.stderr.write(`ssh2: ${error.message}\n`);
  process.exit(255);
}

const client = new Client();
client.on('error', fail);
client.on('ready', () => {
  const env = {};
  for (const name of names) {
    if (process.env[name] !== undefined) env[name] = process.env[name];
  }
  client.exec(words.slice(1).join(' '), { env }, (error, stream) => {
    if (error) fail(error);
    process.stdin.pipe(stream);
    stream.pipe(process.stdout, { end: false });
    stream.stderr.pipe(process.stderr, { end: false });
    let status = 255;
    stream.on('exit', (code) => { status = code ?? 255; });
    stream.on('close', () => {
      client.end();
      // Writes to pipes are asynchronous: leave when the last of them is through.
      process.stdin.unref?.();
      process.stdout.write('', () => process.exit(status));
    });
  });
});
client.connect({
  host,
  port,
  username,
  privateKey: fs.readFileSync(process.env.SSH_KEY),
  hostVerifier: (key) => trusted.includes(key.toString('base64')),
});
