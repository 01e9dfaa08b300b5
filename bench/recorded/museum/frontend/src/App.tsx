import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Route, Routes } from "react-router";
import { ApiError, token } from "./api";
import { Layout } from "./components/Layout";
import { SessionProvider } from "./lib/session";
import { AccountPage } from "./pages/AccountPage";
import { CuratePage } from "./pages/CuratePage";
import { ExhibitPage } from "./pages/ExhibitPage";
import { ExhibitionPage } from "./pages/ExhibitionPage";
import { ExhibitionsPage } from "./pages/ExhibitionsPage";
import { FavoritesPage } from "./pages/FavoritesPage";
import { LoginPage } from "./pages/LoginPage";
import { NotFoundPage } from "./pages/NotFoundPage";
import { RegisterPage } from "./pages/RegisterPage";

/** Tells the session that the API no longer accepts the token. */
function expired(error: unknown) {
  if (error instanceof ApiError && error.status === 401 && token() === null) {
    window.dispatchEvent(new Event("session-expired"));
  }
}

function newClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError: expired }),
    mutationCache: new MutationCache({ onError: expired }),
    defaultOptions: { queries: { retry: false, refetchOnWindowFocus: false }, mutations: { retry: false } },
  });
}

export function App() {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <SessionProvider>
        <Routes>
          <Route element={<Layout />}>
            <Route index element={<ExhibitionsPage />} />
            <Route path="/exhibitions/:slug" element={<ExhibitionPage />} />
            <Route path="/exhibits/:slug" element={<ExhibitPage />} />
            <Route path="/favorites" element={<FavoritesPage />} />
            <Route path="/account" element={<AccountPage />} />
            <Route path="/curate" element={<CuratePage />} />
            <Route path="/login" element={<LoginPage />} />
            <Route path="/register" element={<RegisterPage />} />
            <Route path="*" element={<NotFoundPage />} />
          </Route>
        </Routes>
      </SessionProvider>
    </QueryClientProvider>
  );
}
