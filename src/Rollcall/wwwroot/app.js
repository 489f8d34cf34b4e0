// Small helpers that a page cannot do from the server.
window.rollcall = {
    isDark() {
        const kept = localStorage.getItem('rollcall.dark');
        return kept === null ? matchMedia('(prefers-color-scheme: dark)').matches : kept === 'true';
    },
    setDark(dark) { localStorage.setItem('rollcall.dark', dark); },
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

// "j" and "k" go down and up the rows of a table.
document.addEventListener('keydown', event => {
    const typing = event.target.closest('input, textarea, select, [contenteditable]');
    if ((event.key === 'j' || event.key === 'k') && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const rows = [...document.querySelectorAll('[data-row]')];
        const at = rows.indexOf(document.activeElement);
        rows[event.key === 'j' ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)]?.focus();
    }
});
