// Pages are complete without this script.
"use strict";
(() => {
	const all = (selector) => [...document.querySelectorAll(selector)];

	// From a disk the address of a folder shows no page: its index.html does.
	const FOLDER = /^(?![a-z][a-z0-9+.-]*:|\/\/)([^?#]*\/|\.{1,2})([?#].*)?$/i;
	for (const name of location.protocol === "file:" ? ["href", "action"] : []) {
		for (const e of all(`a[${name}], form[${name}]`)) {
			const [, folder, rest = ""] = FOLDER.exec(e.getAttribute(name)) ?? [];
			if (folder) e.setAttribute(name, `${folder.replace(/\/?$/, "/")}index.html${rest}`);
		}
	}

	// Addresses of headings and citations are copied.
	const said = document.getElementById("bt-said");
	for (const e of navigator.clipboard ? all(".anchor, [data-copy]") : []) {
		e.hidden = false;
		e.onclick = async () => {
			await navigator.clipboard.writeText(e.href ?? document.getElementById(e.dataset.copy).innerText);
			said.textContent = said.dataset.copied;
			setTimeout(() => (said.textContent = ""), 3000);
		};
	}

	// The contents follow.
	const entries = all(".toc a").map((a) => [a, document.getElementById(a.hash.slice(1))]);
	const follow = () => {
		const here = entries.findLast(([, heading]) => heading?.getBoundingClientRect().top < 100) ?? entries[0];
		for (const entry of entries) entry[0].ariaCurrent = entry === here ? "location" : null;
	};
	if (entries.length) {
		addEventListener("scroll", () => requestAnimationFrame(follow), { passive: true });
		follow();
	}

	// Notes stand beside the text where there is room.
	const notes = all(".prose .footnotes li");
	const wide = matchMedia("screen and (min-width: 90rem)");
	const place = () => {
		let end = 0;
		for (const note of notes) {
			const prose = note.closest(".prose");
			prose.classList.toggle("beside", wide.matches);
			const reference = document.getElementById(note.id.replace("fn-", "fnref-"));
			const top = Math.max(end, reference.getBoundingClientRect().top - prose.getBoundingClientRect().top);
			note.style.top = `${top}px`;
			end = top + note.offsetHeight + 12;
		}
	};
	place();
	for (const event of ["resize", "load"]) addEventListener(event, place);
})();
