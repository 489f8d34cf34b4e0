// What the org chart cannot do from the server: drag, zoom with the wheel, and the keys of a tree without losing Tab.
const keys = new Set(['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End', 'Enter', '+', '-', '0', '.']);

export function watch(frame, page) {
    let from = null;
    const stop = new AbortController();
    const listen = (name, told, options) => frame.addEventListener(name, told, { ...options, signal: stop.signal });
    listen('pointerdown', event => {
        if (event.button === 0 && event.pointerType === 'mouse' && !event.target.closest('.rc-org-card')) {
            from = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
            frame.setPointerCapture(event.pointerId);
            frame.classList.add('rc-org-dragged');
        }
    });
    listen('pointermove', event => {
        if (from) {
            frame.scrollTo(from.x - event.clientX, from.y - event.clientY);
        }
    });
    const end = () => { from = null; frame.classList.remove('rc-org-dragged'); };
    listen('pointerup', end);
    listen('pointercancel', end);
    listen('wheel', event => {
        if (event.ctrlKey) {
            event.preventDefault();
            page.invokeMethodAsync('ZoomAsync', event.deltaY < 0 ? 1 : -1);
        }
    }, { passive: false });
    listen('keydown', event => {
        if (keys.has(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey && event.target.closest('[role=treeitem]')) {
            event.preventDefault();
            page.invokeMethodAsync('KeyAsync', event.key);
        }
    });
    return { stop: () => stop.abort() };
}

/** Brings a card into view, and the focus to it if asked. */
export function show(id, hasFocus) {
    const card = document.getElementById(id);
    if (card) {
        if (hasFocus) {
            card.focus({ preventScroll: true });
        }
        card.scrollIntoView({ block: 'nearest', inline: 'center' });
    }
}

/** Prints the chart as wide as a sheet on its side, and no larger than it is; then everything is as before. */
export function print(frame, width) {
    const canvas = frame.querySelector('.rc-org-canvas');
    const shown = canvas.style.zoom;
    canvas.style.zoom = Math.min(1, 1000 / width);
    addEventListener('afterprint', () => { canvas.style.zoom = shown; }, { once: true });
    window.print();
}

/** The zoom at which the whole chart fits the frame. */
export function fit(frame, width, height) {
    return Math.min(frame.clientWidth / (width + 48), frame.clientHeight / (height + 48));
}
