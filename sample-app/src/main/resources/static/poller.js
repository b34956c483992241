// Runs a task again and again: at a fixed interval while it succeeds, less and less often while it fails.
export class Poller {

	#task;

	#onWait;

	#delay;

	#timer;

	#running = false;

	constructor(task, onWait, {fastest = 2000, slowest = 15000} = {}) {
		this.#task = task;
		this.#onWait = onWait;
		this.fastest = fastest;
		this.slowest = slowest;
		this.#delay = fastest;
		document.addEventListener('visibilitychange', () => {
			if (!document.hidden) {
				this.now();
			}
		});
	}

	async now() {
		if (this.#running) {
			return;
		}
		clearTimeout(this.#timer);
		this.#running = true;
		let well = false;
		try {
			well = await this.#task();
		}
		finally {
			this.#running = false;
			this.#delay = well ? this.fastest : Math.min(this.#delay * 2, this.slowest);
			this.#onWait(this.#delay);
			this.#timer = setTimeout(() => this.now(), this.#delay);
		}
	}

}
