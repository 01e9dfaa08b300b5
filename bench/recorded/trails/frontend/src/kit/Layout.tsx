import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useSession } from "../session";
import { strings } from "../strings";
import { Button } from "./Button";

const trails = { to: "/trails", label: strings.trails.heading };
const doors = [
  { to: "/sign-in", label: strings.signIn },
  { to: "/register", label: strings.register },
];

export function Layout({ children }: { children: ReactNode }) {
  const { walker, leave } = useSession();
  const links = walker === null ? [trails, ...doors] : [trails];
  return (
    <div className="min-h-dvh">
      <a href="#content" className="sr-only focus:not-sr-only focus:absolute focus:m-2 focus:rounded-lg focus:bg-white focus:p-2 focus:text-slate-900">
        {strings.skipToContent}
      </a>
      <header className="border-b border-slate-200 bg-white dark:border-slate-800 dark:bg-slate-900">
        <div className="mx-auto flex max-w-5xl flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
          <span className="text-lg font-semibold">{strings.appTitle}</span>
          <nav aria-label={strings.appTitle} className="flex flex-wrap gap-1">
            {links.map((link) => (
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
          {walker && (
            <div className="ml-auto flex min-w-0 items-center gap-3 text-sm">
              <span className="truncate">{walker.username}</span>
              <Button onClick={leave}>{strings.signOut}</Button>
            </div>
          )}
        </div>
      </header>
      <main id="content" className="mx-auto max-w-5xl px-4 py-8">{children}</main>
    </div>
  );
}
