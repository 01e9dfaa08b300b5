import { Navigate, Route, Routes } from "react-router";
import { Layout } from "./kit/Layout";
import { BookingPage } from "./pages/BookingPage";
import { LessonPage } from "./pages/LessonPage";
import { RegisterPage } from "./pages/RegisterPage";
import { SignInPage } from "./pages/SignInPage";
import { SessionProvider } from "./session";
import { strings } from "./strings";

const links = [
  { to: "/lessons", label: strings.pages.lesson.heading },
  { to: "/bookings", label: strings.pages.booking.heading },
];

export function App() {
  return (
    <SessionProvider>
      <Layout title={strings.appTitle} links={links}>
        <Routes>
          <Route path="/lessons" element={<LessonPage />} />
          <Route path="/bookings" element={<BookingPage />} />
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/register" element={<RegisterPage />} />
          <Route path="*" element={<Navigate to="/lessons" replace />} />
        </Routes>
      </Layout>
    </SessionProvider>
  );
}
