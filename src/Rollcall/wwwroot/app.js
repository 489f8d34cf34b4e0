// Small helpers that a page cannot do from the server.
window.rollcall = {
    isDark() {
        const kept = localStorage.getItem('rollcall.dark');
        return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'true';
    },
    // The focus went with the page before: it goes on at the title, unless somebody has put it elsewhere meanwhile.
    arrive() {
        if (!document.activeElement || document.activeElement === document.body) {
            document.querySelector('h1')?.focus();
        }
    },
    // A part of a page that came after the browser looked for it.
    show(id) {
        const part = document.getElementById(id);
        if (part) {
            part.tabIndex = -1;
            part.focus({ preventScroll: true });
            part.scrollIntoView();
        }
    },
    setDark(dark) { localStorage.setItem('rollcall.dark', dark); },
    // Whether the navigation of a wide screen shows its icons alone.
    isRail() { return localStorage.getItem('rollcall.rail') === 'true'; },
    setRail(rail) { localStorage.setItem('rollcall.rail', rail); },
    async downloadStream(name, stream) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([await stream.arrayBuffer()]));
        link.download = name;
        link.click();
        URL.revokeObjectURL(link.href);
    },
    download(name, type, text) {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([text], { type }));
        link.download = name;
        link.click();
        URL.revokeObjectURL(link.href);
    },
};

// Passkeys: the browser asks, the server checks. What goes wrong is a word that the page has a text for.
window.rollcall.passkeys = {
    problem() {
        return !isSecureContext ? 'insecure'
            : !window.PublicKeyCredential?.parseCreationOptionsFromJSON ? 'unsupported'
            : /^[\d.]+$|^\[/.test(location.hostname) ? 'address' : null;
    },
    post(url, body) {
        const token = document.querySelector('input[name=__RequestVerificationToken]').value;
        return fetch(url, { method: 'POST', body, headers: { RequestVerificationToken: token, 'Content-Type': 'application/json' } });
    },
    async options(url) {
        const answer = await this.post(url);
        return answer.ok ? await answer.json() : null;
    },
    async add() {
        const options = this.problem() ? null : await this.options('/account/passkeys/options');
        if (!options) {
            return this.problem() ?? 'failed';
        }
        let credential;
        try {
            credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
        } catch {
            return 'cancelled';
        }
        const answer = await this.post('/account/passkeys', JSON.stringify(credential));
        return answer.ok ? 'added' : answer.status === 409 ? 'many' : 'failed';
    },
    async signIn(form) {
        const options = this.problem() ? null : await this.options('/sign-in/passkey/options');
        if (!options) {
            return this.problem() ?? 'failed';
        }
        try {
            const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
            form.elements.credential.value = JSON.stringify(credential);
        } catch {
            return 'cancelled';
        }
        form.submit();
        return null;
    },
};
document.addEventListener('submit', async event => {
    const form = event.target;
    if (form.id === 'passkey-sign-in') {
        event.preventDefault();
        const problem = await window.rollcall.passkeys.signIn(form);
        const said = form.querySelector('[role=alert]');
        said.hidden = !problem;
        said.textContent = problem ? form.dataset[problem] : '';
    }
});

// "/" goes to the search, unless somebody is typing.
document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const search = document.getElementById('rc-search');
        if (search) {
            event.preventDefault();
            search.focus();
        }
    }
});

// The link past the navigation: a fragment alone would lead to the start page, where the base address is.
document.addEventListener('click', event => {
    if (event.target.closest('.rc-skip')) {
        event.preventDefault();
        document.getElementById('main').focus();
    }
}, true);

// "j" and "k" go down and up the rows of a table.
document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if ((event.key === 'j' || event.key === 'k') && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const rows = [...document.querySelectorAll('[data-row]')];
        const at = rows.indexOf(document.activeElement);
        rows[event.key === 'j' ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.focus();
    }
});

// A lost connection is tried again for as long as the page is open; a server that was started anew knows nothing of the page, so it is loaded again.
document.addEventListener('components-reconnect-state-changed', event => {
    if (event.detail.state === 'rejected') {
        location.reload();
    } else if (event.detail.state === 'failed') {
        setTimeout(async () => {
            if (!await Blazor.reconnect().catch(() => true)) {
                location.reload();
            }
        }, 5000);
    }
}, true);

// What was typed into the form of a plain page is back when the server refused it. Passwords never are.
(() => {
    const key = 'rollcall.typed ' + location.pathname;
    const fields = () => document.querySelectorAll('.rc-plain input:not([type=password], [type=hidden])');
    document.addEventListener('submit', () => {
        if (fields().length > 0) {
            sessionStorage.setItem(key, JSON.stringify([...fields()].map(field => [field.name, field.value])));
        }
    });
    const typed = JSON.parse(sessionStorage.getItem(key) ?? '[]');
    sessionStorage.removeItem(key);
    if (document.querySelector('.rc-plain .rc-error[role=alert]:not([hidden])')) {
        for (const [name, value] of typed) {
            document.querySelector(`.rc-plain input[name="${name}"]`)?.setAttribute('value', value);
        }
    }
})();

// The focus enters a dialog with it, stays in it, and is back where it was when the dialog closes. The server sees to that as well, but a message later:
// a key that is pressed before then must not reach what is behind the dialog.
let outside = null;
let hasDialog = false;
document.addEventListener('focusin', event => {
    if (!hasDialog && !event.target.closest('.mud-dialog-container, .mud-popover')) {
        outside = event.target;
    }
});
new MutationObserver(() => {
    const had = hasDialog;
    const dialog = document.querySelector('.mud-dialog-container .mud-dialog');
    hasDialog = dialog !== null;
    if (!had && hasDialog && !dialog.contains(document.activeElement)) {
        dialog.setAttribute('tabindex', '-1');
        dialog.focus();
    } else if (had && !hasDialog) {
        setTimeout(() => {
            if (!hasDialog && document.activeElement === document.body && outside?.isConnected) {
                outside.focus();
            }
        }, 50);
    }
}).observe(document.body, { childList: true, subtree: true });
document.addEventListener('keydown', event => {
    const dialog = [...document.querySelectorAll('.mud-dialog-container .mud-dialog')].at(-1);
    if (event.key !== 'Tab' || !dialog || event.target.closest('.mud-popover')) {
        return;
    }
    const stops = [...dialog.querySelectorAll('a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, [tabindex="0"]')]
        .filter(stop => stop.tabIndex >= 0 && stop.getClientRects().length > 0 && !stop.matches('.pointer-events-none'));
    const leaves = !dialog.contains(document.activeElement) || document.activeElement === dialog
        || document.activeElement === stops.at(event.shiftKey ? 0 : -1);
    if (leaves && stops.length > 0) {
        event.preventDefault();
        stops.at(event.shiftKey ? -1 : 0).focus();
    }
}, true);
