import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { strings } from "../strings";

interface Props {
  title: string;
  /** The other of the two pages, for whoever came to the wrong one. */
  other: { question: string; to: string; label: string };
  children: ReactNode;
}

/** The frame of the pages that sign in and register. */
export function AccountPage({ title, other, children }: Props) {
  const { state } = useLocation() as { state: unknown };
  return (
    <div className="mx-auto max-w-sm py-4 sm:py-10">
      <title>{`${title} · ${strings.appTitle}`}</title>
      <h1 className="mb-6 text-center text-2xl font-semibold">{title}</h1>
      <section aria-label={title} className="panel p-6">{children}</section>
      <p className="mt-6 text-center text-sm text-slate-600 dark:text-slate-400">
        {other.question}{" "}
        <Link to={other.to} state={state} className="font-medium text-indigo-700 underline underline-offset-2 dark:text-indigo-300">
          {other.label}
        </Link>
      </p>
    </div>
  );
}
