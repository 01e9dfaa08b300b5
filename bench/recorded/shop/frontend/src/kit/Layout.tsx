import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useSession } from "../session";
import { strings } from "../strings";
import { Button } from "./Button";

interface Props {
  title: string;
  links: { to: string; label: string; adminOnly?: boolean }[];
  children: ReactNode;
}

export function Layout({ title, links, children }: Props) {
  const { account, isAdmin, leave } = useSession();
  const doors = [
    { to: "/sign-in", label: strings.pages.signIn.heading },
    { to: "/register", label: strings.pages.register.heading },
  ];
  const offered = links.filter((link) => isAdmin || !link.adminOnly);
  const shown = account === null ? [...offered, ...doors] : offered;
  return (
    <div className="min-h-dvh">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:rounded-lg focus:bg-white focus:p-2 focus:text-slate-900">
        {strings.skipToContent}
      </a>
      <header className="border-b border-slate-200 bg-white dark:border-slate-800 dark:bg-slate-900">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
          <span className="text-lg font-semibold">{title}</span>
          <nav aria-label={title} className="flex flex-wrap gap-1">
            {shown.map((link) => (
              <NavLink
                key={link.to}
                to={link.to}
                className={({ isActive }) =>
                  `rounded-lg px-3 py-1.5 text-sm font-medium ${
                    isActive
                      ? "bg-indigo-100 text-indigo-900 dark:bg-indigo-950 dark:text-indigo-100"
                      : "text-slate-700 hover:bg-slate-100 dark:text-slate-300 dark:hover:bg-slate-800"
                  }`
                }
              >
                {link.label}
              </NavLink>
            ))}
          </nav>
          {account && (
            <div className="ml-auto flex min-w-0 items-center gap-3 text-sm">
              <span className="truncate">{account.name}</span>
              <Button onClick={leave}>{strings.signOut}</Button>
            </div>
          )}
        </div>
      </header>
      <main id="content" className="mx-auto max-w-5xl px-4 py-8">{children}</main>
    </div>
  );
}
