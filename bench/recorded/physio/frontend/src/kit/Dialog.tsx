import { useEffect, useId, useRef, type ReactNode } from "react";

interface Props {
  title: string;
  role?: "dialog" | "alertdialog";
  onClose: () => void;
  children: ReactNode;
}

/** A modal dialog: the browser keeps the focus inside and restores it afterwards. */
export function Dialog({ title, role = "dialog", onClose, children }: Props) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={element}
      role={role}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="panel m-auto max-h-[90dvh] w-[min(32rem,calc(100vw-2rem))] overflow-y-auto p-6 text-inherit backdrop:bg-slate-950/50"
    >
      <h2 id={titleId} className="mb-4 text-lg font-semibold">{title}</h2>
      {children}
    </dialog>
  );
}
