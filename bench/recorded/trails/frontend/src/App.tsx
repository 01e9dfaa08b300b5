import { Navigate, Route, Routes } from "react-router";
import { Layout } from "./kit/Layout";
import { RegisterPage } from "./pages/RegisterPage";
import { ReportsPage } from "./pages/ReportsPage";
import { SignInPage } from "./pages/SignInPage";
import { TrailPage } from "./pages/TrailPage";
import { SessionProvider } from "./session";

export function App() {
  return (
    <SessionProvider>
      <Layout>
        <Routes>
          <Route path="/trails" element={<TrailPage />} />
          <Route path="/trails/:slug" element={<ReportsPage />} />
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/register" element={<RegisterPage />} />
          <Route path="*" element={<Navigate to="/trails" replace />} />
        </Routes>
      </Layout>
    </SessionProvider>
  );
}
