import { Navigate, Route, Routes } from "react-router";
import { Home } from "./kit/Home";
import { Layout, type Link } from "./kit/Layout";
import { RequireAccount } from "./kit/RequireAccount";
import { SlotPage } from "./pages/SlotPage";
import { TodayOpenPage } from "./pages/TodayOpenPage";
import { PracticeBookingsOpenPage } from "./pages/PracticeBookingsOpenPage";
import { MissedPatientsOpenPage } from "./pages/MissedPatientsOpenPage";
import { BookOpenPage } from "./pages/BookOpenPage";
import { MyBookingsOpenPage } from "./pages/MyBookingsOpenPage";
import { NotesOpenPage } from "./pages/NotesOpenPage";
import { RegisterPage } from "./pages/RegisterPage";
import { SignInPage } from "./pages/SignInPage";
import { SessionProvider } from "./session";
import { strings } from "./strings";

const links: Link[] = [
  { to: "/slots", label: "Slots", needsAccount: true, roles: ["therapist"] },
  { to: "/today", label: "Today", needsAccount: true, roles: ["therapist"] },
  { to: "/practice-bookings", label: "Bookings", needsAccount: true, roles: ["therapist"] },
  { to: "/missed-patients", label: "Missed bookings", needsAccount: true, roles: ["therapist"] },
  { to: "/book", label: "Book a slot", needsAccount: true, roles: ["patient"] },
  { to: "/my-bookings", label: "My bookings", needsAccount: true, roles: ["patient"] },
  { to: "/notes", label: "Notes", needsAccount: true, roles: ["therapist"] },
];

export function App() {
  return (
    <SessionProvider>
      <Layout title={strings.appTitle} links={links}>
        <Routes>
          <Route path="/" element={<Home links={links} />} />
          <Route path="/slots" element={<RequireAccount title="Slots" roles={["therapist"]}><SlotPage /></RequireAccount>} />
          <Route path="/today" element={<RequireAccount title="Today's slots" roles={["therapist"]}><TodayOpenPage /></RequireAccount>} />
          <Route path="/practice-bookings" element={<RequireAccount title="Bookings" roles={["therapist"]}><PracticeBookingsOpenPage /></RequireAccount>} />
          <Route path="/missed-patients" element={<RequireAccount title="Patients with missed bookings" roles={["therapist"]}><MissedPatientsOpenPage /></RequireAccount>} />
          <Route path="/book" element={<RequireAccount title="Book a slot" roles={["patient"]}><BookOpenPage /></RequireAccount>} />
          <Route path="/my-bookings" element={<RequireAccount title="My bookings" roles={["patient"]}><MyBookingsOpenPage /></RequireAccount>} />
          <Route path="/notes" element={<RequireAccount title="Notes" roles={["therapist"]}><NotesOpenPage /></RequireAccount>} />
          <Route path="/sign-in" element={<SignInPage />} />
          <Route path="/register" element={<RegisterPage />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </Layout>
    </SessionProvider>
  );
}
