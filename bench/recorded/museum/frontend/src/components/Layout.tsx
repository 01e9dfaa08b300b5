import { Link, NavLink, Outlet, useNavigate } from "react-router";
import { useSession } from "../lib/session";
import { Alert, Loading, button } from "./ui";

const link = "rounded px-2 py-1 underline-offset-4 hover:underline aria-[current=page]:font-semibold";

export function Layout() {
  const { viewer, signedIn, loading, error, leave } = useSession();
  const navigate = useNavigate();
  return (
    <div className="mx-auto flex min-h-screen max-w-4xl flex-col gap-6 p-4">
      <header className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b border-slate-300 pb-3 dark:border-slate-700">
        <Link to="/" className="text-lg font-semibold">
          Harbour Museum Audio Guide
        </Link>
        <nav aria-label="Pages" className="flex flex-wrap items-center gap-1">
          <NavLink to="/" end className={link}>
            Exhibitions
          </NavLink>
          {viewer !== null && (
            <>
              <NavLink to="/favorites" className={link}>
                My favourites
              </NavLink>
              <NavLink to="/account" className={link}>
                My account
              </NavLink>
            </>
          )}
          {viewer?.role === "curator" && (
            <NavLink to="/curate" className={link}>
              Curate
            </NavLink>
          )}
          {!signedIn && (
            <>
              <NavLink to="/login" className={link}>
                Log in
              </NavLink>
              <NavLink to="/register" className={link}>
                Register
              </NavLink>
            </>
          )}
        </nav>
        {signedIn && (
          <button
            type="button"
            className={button}
            onClick={() => {
              leave();
              void navigate("/");
            }}
          >
            Log out
          </button>
        )}
      </header>
      <main className="min-w-0 flex-1">
        {error !== null && <Alert>{error.message}</Alert>}
        {loading ? <Loading /> : <Outlet />}
      </main>
    </div>
  );
}
