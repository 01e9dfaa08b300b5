import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useSession, type Session } from "../session";
import { strings } from "../strings";
import { Button } from "./Button";

/** A link of the navigation, for everybody, for accounts, or for accounts with one of the roles. */
export interface Link {
  to: string;
  label: string;
  needsAccount?: boolean;
  roles?: string[];
}

/** Whether whoever looks may use the page that a link leads to. */
export function isFor(link: Link, { isSignedIn, may }: Session): boolean {
  return (link.needsAccount !== true || isSignedIn) && (link.roles === undefined || may(link.roles));
}

interface Props {
  title: string;
  links: Link[];
  children: ReactNode;
}

export function Layout({ title, links, children }: Props) {
  const session = useSession();
  const { account, isSignedIn, leave } = session;
  const shown = links.filter((link) => isFor(link, session));
  const doors: Link[] = [
    { to: "/sign-in", label: strings.signIn },
    { to: "/register", label: strings.register },
  ];
  return (
    <div className="min-h-dvh">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:rounded-lg focus:bg-white focus:p-2 focus:text-slate-900">
        {strings.skipToContent}
      </a>
      <header className="border-b border-slate-200 bg-white dark:border-slate-800 dark:bg-slate-900">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
          <span className="text-lg font-semibold">{title}</span>
          {(shown.length > 0 || isSignedIn) && (
            <nav aria-label={title} className="flex flex-wrap gap-1">{shown.map(linkTo)}</nav>
          )}
          {!isSignedIn && (
            <nav aria-label={strings.account} className="ml-auto flex flex-wrap gap-1">{doors.map(linkTo)}</nav>
          )}
          {isSignedIn && (
            <div className="ml-auto flex min-w-0 items-center gap-3 text-sm">
              {account && <span className="truncate text-slate-600 dark:text-slate-400">{account.name}</span>}
              <Button onClick={leave}>{strings.signOut}</Button>
            </div>
          )}
        </div>
      </header>
      <main id="content" className="mx-auto max-w-5xl px-4 py-8">{children}</main>
    </div>
  );
}

function linkTo({ to, label }: Link) {
  return (
    <NavLink
      key={to}
      to={to}
      className={({ isActive }) =>
        `rounded-lg px-3 py-1.5 text-sm font-medium ${
          isActive
            ? "bg-indigo-100 text-indigo-900 dark:bg-indigo-950 dark:text-indigo-100"
            : "text-slate-700 hover:bg-slate-100 dark:text-slate-300 dark:hover:bg-slate-800"
        }`
      }
    >
      {label}
    </NavLink>
  );
}
