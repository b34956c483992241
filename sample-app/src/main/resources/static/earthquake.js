// Reads earthquakes from the feed and leaves out values that the page cannot show.

const MAX_PLACE_LENGTH = 200;

// The latest time, in milliseconds, that a Date can represent.
const MAX_TIME = 8.64e15;

function within(value, min, max) {
	return typeof value === 'number' && value >= min && value <= max;
}

// Returns null if the earthquake has no valid position on the map.
export function readEarthquake(value) {
	const {sequence, longitude, latitude, magnitude, place, time} = value;
	if (!within(longitude, -180, 180) || !within(latitude, -90, 90)) {
		return null;
	}
	return {
		sequence,
		longitude,
		latitude,
		magnitude: within(magnitude, -5, 10) ? magnitude : null,
		place: typeof place === 'string' ? place.slice(0, MAX_PLACE_LENGTH) : '',
		time: within(time, -MAX_TIME, MAX_TIME) ? time : null,
	};
}

export function describe(earthquake) {
	const magnitude = earthquake.magnitude === null ? '' : `M\u00a0${earthquake.magnitude.toFixed(1)}, `;
	return magnitude + (earthquake.place || `${earthquake.longitude}, ${earthquake.latitude}`);
}
