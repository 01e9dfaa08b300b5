import { useEffect, type ReactNode } from "react";

export const button =
  "rounded border border-slate-400 px-3 py-1.5 hover:bg-slate-100 disabled:opacity-60 dark:border-slate-500 dark:hover:bg-slate-800";
export const primary =
  "rounded bg-sky-800 px-3 py-1.5 font-medium text-white hover:bg-sky-700 disabled:opacity-60 dark:bg-sky-300 dark:text-slate-950 dark:hover:bg-sky-200";
export const control =
  "w-full min-w-0 rounded border border-slate-500 bg-white px-2 py-1.5 text-slate-900 aria-invalid:border-red-700 dark:bg-slate-900 dark:text-slate-100";
export const anchor = "text-sky-800 underline underline-offset-4 dark:text-sky-300";

/** A page with its only h1 and the title of the document. */
export function Page({ title, heading, children }: { title: string; heading: string; children: ReactNode }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-2xl font-semibold">{heading}</h1>
      {children}
    </div>
  );
}

export function Loading() {
  return <p role="status">Loading…</p>;
}

export function Alert({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded border border-red-700 p-2 text-red-800 dark:border-red-400 dark:text-red-300">
      {children}
    </p>
  );
}

export function Notice({ children }: { children: ReactNode }) {
  return (
    <div role="status" className="min-h-6 text-emerald-800 dark:text-emerald-300">
      {children}
    </div>
  );
}

export function Tags({ tags }: { tags: string[] }) {
  if (tags.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-1 text-sm">
      {tags.map((tag, index) => (
        <span key={`${index} ${tag}`} className="rounded bg-slate-200 px-2 py-0.5 break-all dark:bg-slate-800">
          {tag}
        </span>
      ))}
    </p>
  );
}
