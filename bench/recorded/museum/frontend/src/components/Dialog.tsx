import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from "react";

const FOCUSABLE = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled])";

/** A modal dialog: Escape closes it, the focus stays inside and returns afterwards. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ReactNode }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    box.current?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
      return;
    }
    if (event.key !== "Tab" || box.current === null) return;
    const inside = [...box.current.querySelectorAll<HTMLElement>(FOCUSABLE)];
    const first = inside.at(0);
    const last = inside.at(-1);
    if (event.shiftKey && document.activeElement === first) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && document.activeElement === last) {
      event.preventDefault();
      first?.focus();
    }
  }

  return (
    <div className="fixed inset-0 z-10 flex items-start justify-center overflow-y-auto bg-black/50 p-4">
      <div
        ref={box}
        role="dialog"
        aria-modal="true"
        aria-labelledby={id}
        className="flex w-full max-w-xl flex-col gap-4 rounded bg-white p-4 dark:bg-slate-950 dark:outline dark:outline-slate-600"
        onKeyDown={onKeyDown}
      >
        <h2 id={id} className="text-xl font-semibold break-words">
          {title}
        </h2>
        {children}
      </div>
    </div>
  );
}
