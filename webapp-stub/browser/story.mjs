// story.mjs <server a> <server b> <admin> <password> <channel of a> <folder>: two administrators who have never heard of
// Causeway connect two real servers and share a channel, one with the mouse and one with the keyboard alone, in a real
// browser. Pictures of every screen, light and dark, go to the folder. axe looks at each of them.
import {mkdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

import {chromium} from 'playwright-core';

import {host} from './host.mjs';

const [serverA, serverB, admin, password, channel, folder] = process.argv.slice(2);
mkdirSync(folder, {recursive: true});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const patience = 30_000;
const wrong = [];

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
const hosts = [];

async function administrator(server) {
  const place = await host(server);
  hosts.push(place);
  const context = await browser.newContext({viewport: {width: 1040, height: 800}});
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  page.on('pageerror', (error) => wrong.push(`${server}: ${error.message}`));
  await page.goto(`${place.url}/host/light`);
  await ask(page, 'POST', '/api/v4/users/login', {login_id: admin, password});
  return Object.assign(page, {place});
}

async function ask(page, method, path, body) {
  const text = await page.evaluate(
    async ([how, where, what]) => {
      const csrf = document.cookie.match(/MMCSRF=([^;]*)/)?.[1] ?? '';
      const headers = {'X-Requested-With': 'XMLHttpRequest', 'X-CSRF-Token': csrf};
      const answer = await fetch(where, {method: how, headers, body: what && JSON.stringify(what)});
      if (!answer.ok) throw new Error(`${how} ${where}: ${answer.status} ${await answer.text()}`);
      return answer.text();
    },
    [method, path, body],
  );
  return JSON.parse(text);
}

// A setting of the plugin, as its page saves it.
const set = (page, values) =>
  ask(page, 'PUT', '/api/v4/config/patch', {PluginSettings: {Plugins: {causeway: values}}});

// Somebody of server a writes; the post's id.
async function writes(page, username, message) {
  const {id} = await ask(page, 'GET', `/api/v4/users/username/${username}`);
  await ask(page, 'POST', `/api/v4/channels/${channel}/members`, {user_id: id});
  const door = (path, token, body) =>
    fetch(`${serverA}${path}`, {
      method: 'POST', headers: {Authorization: `Bearer ${token}`, 'Content-Type': 'application/json'}, body: JSON.stringify(body),
    });
  const login = await door('/api/v4/users/login', '', {login_id: username, password});
  const written = await door('/api/v4/posts', login.headers.get('Token'), {channel_id: channel, message});
  return (await written.json()).id;
}

const show = (page, name, id) => page.evaluate(([screen, where]) => window.show(screen, where), [name, id]);

// The screen as it is now, in both themes, and what axe finds.
async function look(page, name) {
  for (const theme of ['light', 'dark']) {
    await page.evaluate(async (how) => {
      const other = await (await fetch(`/host/${how}`)).text();
      const sheet = new DOMParser().parseFromString(other, 'text/html').querySelector('style').textContent;
      document.querySelector('style').textContent = sheet;
    }, theme);
    await page.locator('#screen').screenshot({path: `${folder}/${name}-${theme}.png`});
    await page.evaluate(axe);
    const {violations} = await page.evaluate(() => window.axe.run(document.getElementById('screen')));
    for (const one of violations) {
      if (one.impact === 'serious' || one.impact === 'critical') {
        wrong.push(`${name} ${theme}: ${one.id}: ${one.nodes[0].html}`);
      }
    }
  }
}

// With the keyboard alone: on to whatever is called so.
async function reach(page, name) {
  for (let step = 0; step < 100; ++step) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const at = document.activeElement;
      return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent;
    });
    if (here === name) return;
  }
  throw new Error(`the keyboard does not reach ${name}`);
}

async function press(page, name) {
  await reach(page, name);
  await page.keyboard.press('Enter');
}

async function write(page, name, text) {
  await reach(page, name);
  await page.keyboard.insertText(text);
}

function step(text) {
  console.log(`${(performance.now() / 1000).toFixed(1)} s  ${text}`);
}

try {
  const a = await administrator(serverA);
  const b = await administrator(serverB);

  await show(a, 'Connections');
  await a.getByText('not connected to any other').waitFor();
  await look(a, 'empty');
  await a.getByRole('button', {name: 'Create an invitation'}).click();
  await a.getByLabel('Name of the other server').fill('Server B');
  await a.getByRole('group', {name: 'Create an invitation'}).getByRole('button', {name: 'Create an invitation'}).click();
  const invitation = await a.getByLabel('Invitation', {exact: true}).inputValue();
  const secret = await a.getByLabel('Password of the invitation', {exact: true}).inputValue();
  await a.getByLabel('Invitation', {exact: true}).evaluate((field) => (field.value = '(an invitation)'));
  await a.getByLabel('Password of the invitation', {exact: true}).evaluate((field) => (field.value = '(a password)'));
  await look(a, 'invitation');
  await a.getByRole('button', {name: 'Done'}).click();
  step('a has created an invitation');

  await show(b, 'Connections');
  await press(b, 'Accept an invitation');
  await write(b, 'Name of the other server', 'Server A');
  await write(b, 'Invitation', invitation);
  await write(b, 'Password of the invitation', secret);
  await press(b, 'Accept an invitation');
  await b.getByText('Online').waitFor();
  await a.getByText('Online').waitFor();
  step('b has accepted it, with the keyboard');

  await a.getByText('Causeway', {exact: true}).waitFor({timeout: 90_000});
  await a.getByRole('button', {name: 'Examine'}).click();
  await a.getByText('the other server takes our token').waitFor({timeout: 70_000});
  await a.getByRole('button', {name: 'New tokens'}).click();
  await a.getByRole('button', {name: 'New tokens', disabled: false}).waitFor();
  await look(a, 'connection');
  await a.getByRole('button', {name: 'What may cross'}).click();
  await a.getByLabel('Statuses').selectOption('no');
  await look(a, 'policy');
  await a.getByRole('button', {name: 'Save'}).click();
  await a.getByRole('group', {name: 'What may cross'}).waitFor({state: 'detached'});
  await a.getByRole('button', {name: 'What may cross'}).click();
  await a.getByLabel('Statuses').waitFor();
  if ((await a.getByLabel('Statuses').inputValue()) !== 'no') wrong.push('the policy was not kept');
  await a.getByRole('button', {name: 'Cancel'}).click();
  step('a has examined it, given it new tokens and a policy');

  await set(b, {approveincomingchannels: true});
  await show(a, 'Channels');
  await a.getByRole('button', {name: 'Share channels'}).click();
  const {display_name: title} = await ask(a, 'GET', `/api/v4/channels/${channel}`);
  await a.getByLabel('Find channels').fill(title);
  await a.getByRole('checkbox', {name: title}).check();
  await look(a, 'share');
  await a.getByRole('button', {name: 'Share one channel'}).click();
  await a.getByText('awaits the approval').waitFor();
  await show(b, 'Channels');
  await b.getByText(`${title}, from Server A`).waitFor();
  await press(b, `Take in ${title}`);
  await write(b, 'Name in the address', 'news-of-a');
  await look(b, 'offer');
  await press(b, `Take in ${title}`);
  await a.getByRole('row', {name: new RegExp(`${title}.*Online`)}).waitFor();
  const {name: landed} = await ask(b, 'GET', `/api/v4/channels/${channel}`);
  if (landed !== 'news-of-a') wrong.push(`the channel is called ${landed} on b`);
  step('a has shared a channel, b has taken it in, with the keyboard');

  // What waits is seen, and seen to go.
  await show(a, 'Connections');
  await a.getByRole('button', {name: 'Pause'}).click();
  await a.getByText('Paused').waitFor();
  await ask(a, 'POST', '/api/v4/posts', {channel_id: channel, message: 'written while it was paused'});
  await show(a, 'Channels');
  await a.getByRole('row', {name: new RegExp(`${title}.* 1 \\(`)}).waitFor();
  await look(a, 'channels');
  await show(a, 'Connections');
  await a.getByRole('button', {name: 'Resume'}).click();
  await show(a, 'Channels');
  await a.getByRole('row', {name: new RegExp(`${title}.*Online.* 0 0`)}).waitFor();
  step('a post waited while it was paused, and has crossed');

  // What b does not take is seen with its reason, and goes when b takes it.
  await set(b, {maxpeerusers: 1});
  const refused = await writes(a, 'anna', 'written by somebody who is one too many');
  await show(a, 'Connections');
  await a.getByRole('button', {name: 'Not taken by the other server'}).click({timeout: 90_000});
  await a.getByRole('group', {name: 'Not taken by the other server'}).getByRole('listitem').first().waitFor();
  await look(a, 'dead-letters');
  await set(b, {maxpeerusers: 100});
  const letters = a.getByRole('group', {name: 'Not taken by the other server'});
  await letters.getByRole('button', {name: /^Try a/}).last().click();
  for (let second = 0; ; ++second) {
    const there = await b.evaluate(async (where) => (await fetch(where)).status, `/api/v4/posts/${refused}`);
    if (there === 200) break;
    if (second === 60) throw new Error('what was tried again has not crossed');
    await a.waitForTimeout(1000);
  }
  step('b did not take what one too many wrote; tried again, it has crossed');

  await a.setViewportSize({width: 420, height: 600});
  await show(a, 'Panel', channel);
  await a.getByText('Shared from this server').waitFor();
  await a.getByRole('button', {name: 'Compare both sides'}).click();
  await a.getByText(/Theirs here: .* the same\./).waitFor({timeout: 60_000});
  await look(a, 'panel');
  step('both sides have been compared');
  await a.setViewportSize({width: 1040, height: 800});

  await show(a, 'Channels');
  await a.getByRole('button', {name: /^Stop sharing/}).click();
  await a.getByRole('group', {name: 'Stop sharing'}).getByRole('button', {name: /^Stop sharing/}).click();
  await a.getByText('No channel is shared yet.').waitFor();
  await show(a, 'Connections');
  await a.getByRole('button', {name: 'Remove', exact: true}).click();
  await look(a, 'remove');
  await a.getByRole('button', {name: 'Remove the connection to Server B'}).click();
  await a.getByText('not connected to any other').waitFor();
  await show(b, 'Connections');
  await b.getByText('Ended').waitFor({timeout: 90_000});
  step('a has removed it, and b shows that');
} catch (error) {
  wrong.push(error.message);
} finally {
  await browser.close();
  for (const place of hosts) await place.close();
}
for (const line of wrong) console.log(`wrong: ${line}`);
process.exit(wrong.length === 0 ? 0 : 1);
