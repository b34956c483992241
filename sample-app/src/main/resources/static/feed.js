import {describe, readEarthquake} from './earthquake.js';
import {EarthquakeMap} from './map.js';
import {Poller} from './poller.js';

const STRONGEST = 8;

// The feed returns at most 1,000 earthquakes at a time and keeps at most 5,000.
const MAX_PARTS = 10;

const byId = (id) => document.getElementById(id);
const number = new Intl.NumberFormat('en');
const day = new Intl.DateTimeFormat('en', {day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit',
	hour12: false, timeZone: 'UTC'});

const form = byId('form');
const map = new EarthquakeMap(byId('map'), (longitude, latitude) => {
	form.elements.longitude.value = longitude.toFixed(2);
	form.elements.latitude.value = latitude.toFixed(2);
});

let last = 0;
let strongest = [];
let chosen = null;
let retryAt = null;

async function getJson(url) {
	const response = await fetch(url, {headers: {Accept: 'application/json'}, cache: 'no-store',
		signal: AbortSignal.timeout(10000)});
	// The response of the health endpoint is JSON even if its status is 503.
	return {ok: response.ok, body: await response.json()};
}

async function refresh() {
	try {
		for (let part = 0, more = true; more && part < MAX_PARTS; part++) {
			const feed = await getJson(`/feed?after=${last}`);
			if (!feed.ok) {
				throw new Error('no feed');
			}
			more = showFeed(feed.body);
		}
		const health = await getJson('/actuator/health/batchpipe');
		showHealth(health.body);
		return health.body.status === 'UP';
	}
	catch {
		showTrouble('The feed is not responding', 'This page shows the last known figures and keeps trying.');
		return false;
	}
}

// Returns whether the feed has more earthquakes.
function showFeed(feed) {
	if (feed.sequence < last) {
		// The feed was restarted.
		last = 0;
		strongest = [];
		map.clear();
	}
	for (const name of ['accepted', 'delivered', 'buffered', 'failed']) {
		byId(name).textContent = number.format(feed.counts[name]);
	}
	byId('failed').classList.toggle('some', feed.counts.failed > 0);
	showTimers(feed.timers);
	const fresh = feed.earthquakes.filter((value) => Number.isSafeInteger(value?.sequence)
		&& value.sequence > last && value.sequence <= feed.sequence);
	// Also skip the earthquakes that cannot be shown, so that they are not requested again.
	last = fresh.reduce((latest, value) => Math.max(latest, value.sequence), last);
	showEarthquakes(fresh.map(readEarthquake).filter((earthquake) => earthquake !== null));
	return fresh.length > 0 && last < feed.sequence;
}

function showEarthquakes(earthquakes) {
	if (earthquakes.length > 0) {
		map.add(earthquakes);
		showStrongest(earthquakes);
		byId('map-caption').textContent
			= `${number.format(map.size)} ${map.size === 1 ? 'event' : 'events'} on the map. Strongest: ${describe(strongest[0])}`;
	}
}

function showTimers(timers) {
	byId('timers').replaceChildren(...timers.map((timer) => {
		const row = document.createElement('tr');
		const operation = document.createElement('th');
		operation.scope = 'row';
		operation.textContent = timer.operation;
		const cells = [number.format(timer.calls), number.format(timer.failures), millis(timer.meanMillis),
			millis(timer.maxMillis)].map((text) => {
			const cell = document.createElement('td');
			cell.textContent = text;
			return cell;
		});
		cells[1].classList.toggle('some', timer.failures > 0);
		row.append(operation, ...cells);
		return row;
	}));
}

function millis(value) {
	if (!Number.isFinite(value)) {
		return '–';
	}
	return value < 10 ? value.toFixed(1) : number.format(Math.round(value));
}

function showStrongest(earthquakes) {
	strongest = [...strongest, ...earthquakes].sort((one, other) => (other.magnitude ?? -9) - (one.magnitude ?? -9))
		.slice(0, STRONGEST);
	byId('strongest').replaceChildren(...strongest.map((earthquake) => {
		const item = document.createElement('li');
		const button = document.createElement('button');
		button.type = 'button';
		button.title = 'Show on the map';
		button.setAttribute('aria-pressed', chosen === earthquake.sequence);
		button.append(part('span', 'magnitude', earthquake.magnitude?.toFixed(1) ?? '?'),
			part('span', 'place', earthquake.place || 'Unknown place'),
			time(earthquake.time));
		button.addEventListener('click', () => choose(chosen === earthquake.sequence ? null : earthquake, button));
		item.append(button);
		return item;
	}));
}

function time(millis) {
	if (millis === null) {
		return '';
	}
	const node = part('time', '', day.format(millis));
	node.dateTime = new Date(millis).toISOString();
	return node;
}

function part(name, className, text) {
	const node = document.createElement(name);
	node.className = className;
	node.textContent = text;
	return node;
}

function choose(earthquake, button) {
	chosen = earthquake?.sequence ?? null;
	map.choose(earthquake);
	for (const other of byId('strongest').querySelectorAll('button')) {
		other.setAttribute('aria-pressed', other === button && chosen !== null);
	}
}

function showHealth(health) {
	if (health.status === 'UP') {
		setHealth('up', 'BatchPipe is up');
		byId('trouble').hidden = true;
		return;
	}
	const details = health.details ?? {};
	let reason = '';
	if (details.error) {
		reason = `The health check failed: ${details.error}`;
	}
	else if (details.status) {
		reason = `BatchPipe responded with status ${details.status}.`;
	}
	showTrouble('BatchPipe is down', `Events that the feed accepts will be delivered when BatchPipe is back, unless they expire first. ${reason}`);
}

function showTrouble(title, reason) {
	setHealth('down', title);
	setText(byId('trouble-title'), title);
	setText(byId('trouble-reason'), reason);
	byId('trouble').hidden = false;
}

function setHealth(state, text) {
	byId('health').dataset.state = state;
	setText(byId('health-text'), text);
}

// Screen readers announce a live region whenever its text is set, even if the text is the same.
function setText(node, text) {
	if (node.textContent !== text) {
		node.textContent = text;
	}
}

function countDown() {
	const seconds = retryAt === null ? 0 : Math.ceil((retryAt - Date.now()) / 1000);
	byId('countdown').textContent = seconds > 0 ? `Checking again in ${seconds} s` : 'Checking';
}

const poller = new Poller(refresh, (delay) => {
	retryAt = Date.now() + delay;
	countDown();
});

byId('check').addEventListener('click', () => poller.now());
setInterval(countDown, 500);

form.addEventListener('submit', async (event) => {
	event.preventDefault();
	const values = Object.fromEntries(new FormData(form));
	const earthquake = {event_id: `page-${crypto.getRandomValues(new Uint32Array(1))[0].toString(36)}`, time: Date.now(),
		place: values.place};
	for (const name of ['magnitude', 'depth_km', 'longitude', 'latitude']) {
		earthquake[name] = Number(values[name]);
	}
	const button = form.querySelector('button');
	button.disabled = true;
	setResult('', 'Sending');
	try {
		const response = await fetch('/earthquakes', {method: 'POST', headers: {'Content-Type': 'application/json'},
			body: JSON.stringify(earthquake)});
		const body = await response.json();
		if (response.ok) {
			setResult('good', `Accepted: ${earthquake.place}`);
		}
		else {
			setResult('bad', body.detail ?? `Not accepted: status ${response.status}`);
		}
	}
	catch {
		setResult('bad', 'No valid response from the feed: the event may not have been accepted');
	}
	finally {
		button.disabled = false;
		poller.now();
	}
});

function setResult(state, text) {
	byId('result').dataset.state = state;
	byId('result').textContent = text;
}

poller.now();
