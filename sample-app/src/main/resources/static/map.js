import {describe} from './earthquake.js';
import {land} from './land.js';

const SVG = 'http://www.w3.org/2000/svg';

// The edges of the map are in the Atlantic, so that the Pacific is not divided.
const WEST = -30;
const NORTH = 87;
const HEIGHT = 155;

const MAX_DOTS = 5000;

function element(name, attributes, parent) {
	const node = document.createElementNS(SVG, name);
	for (const [key, value] of Object.entries(attributes)) {
		node.setAttribute(key, value);
	}
	parent.append(node);
	return node;
}

function x(longitude) {
	return longitude < WEST ? longitude + 360 : longitude;
}

function radius(magnitude) {
	return 0.5 + 0.28 * Math.max(0, magnitude ?? 0) ** 1.35;
}

function degrees(value, positive, negative) {
	return value === 0 || Math.abs(value) === 180 ? `${Math.abs(value)}°` : `${Math.abs(value)}°${value > 0 ? positive : negative}`;
}

export class EarthquakeMap {

	#dots;

	#chosen;

	constructor(svg, onPick) {
		svg.setAttribute('viewBox', `${WEST} ${-NORTH} 360 ${HEIGHT}`);
		const path = element('path', {id: 'land', class: 'land', d: land}, svg);
		element('use', {href: '#land', transform: 'translate(360 0)'}, svg);
		svg.prepend(path);
		this.#drawGraticule(svg);
		this.#dots = element('g', {}, svg);
		this.#chosen = element('circle', {class: 'chosen', r: 0, cx: 0, cy: 0}, svg);
		svg.addEventListener('click', (event) => {
			const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
			const longitude = point.x > 180 ? point.x - 360 : point.x;
			onPick(longitude, Math.max(-90, Math.min(90, -point.y)));
		});
	}

	#drawGraticule(svg) {
		let lines = '';
		for (let longitude = 0; longitude < 330; longitude += 30) {
			lines += `M${longitude},${-NORTH}v${HEIGHT}`;
			const label = longitude > 180 ? longitude - 360 : longitude;
			element('text', {class: 'label', x: longitude + 1, y: HEIGHT - NORTH - 1.5}, svg).textContent
				= degrees(label, 'E', 'W');
		}
		for (let latitude = -60; latitude <= 60; latitude += 30) {
			lines += `M${WEST},${-latitude}h360`;
			element('text', {class: 'label', x: WEST + 1, y: -latitude - 1}, svg).textContent
				= degrees(latitude, 'N', 'S');
		}
		element('path', {class: 'grid', d: lines}, svg);
	}

	add(earthquakes) {
		// Animate a few new earthquakes, but not the many that are loaded at first.
		const moving = earthquakes.length <= 20 ? 'new' : '';
		for (const earthquake of earthquakes) {
			const dot = element('circle', {cx: x(earthquake.longitude), cy: -earthquake.latitude,
				r: radius(earthquake.magnitude).toFixed(2), class: moving}, this.#dots);
			element('title', {}, dot).textContent = describe(earthquake);
		}
		while (this.size > MAX_DOTS) {
			this.#dots.firstChild.remove();
		}
	}

	get size() {
		return this.#dots.childElementCount;
	}

	clear() {
		this.#dots.replaceChildren();
		this.choose(null);
	}

	choose(earthquake) {
		this.#chosen.setAttribute('r', earthquake ? radius(earthquake.magnitude) + 2.2 : 0);
		if (earthquake) {
			this.#chosen.setAttribute('cx', x(earthquake.longitude));
			this.#chosen.setAttribute('cy', -earthquake.latitude);
		}
	}

}
