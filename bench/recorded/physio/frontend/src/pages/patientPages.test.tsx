import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeApi } from "../test/fakeApi";
import { openPage, rowOf } from "../test/openPage";

let api: FakeApi;

beforeEach(() => {
  api = new FakeApi();
  api.signIn({ role: "patient" });
});

const slot = (id: number, title: string, state: string) => ({
  id, title, state, minutes: "40", room_id: 1, therapist_id: 1, starts_at: "2030-01-02T09:00:00Z", ends_at: "2030-01-02T09:40:00Z",
});
const booking = (id: number, title: string, state: string) => ({
  id, title, state, slot_id: 1, patient_id: 1, patient_name: "amber name", starts_at: "2030-01-02T09:00:00Z",
});

describe("Book a slot", () => {
  it("shows the coming slots in the order of the API, with what fits each", async () => {
    api.fixed["GET /coming_slots"] = [slot(7, "slot seven", "free"), slot(5, "slot five", "taken"), slot(6, "slot six", "offered")];
    openPage("/book");
    const free = await rowOf("slot seven");
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("Book a slot");
    expect(free.getByText("40")).toBeVisible();
    expect(free.getByRole("button", { name: "Book slot seven" })).toBeVisible();
    expect(free.queryByRole("button", { name: /^Join/ })).not.toBeInTheDocument();
    for (const title of ["slot five", "slot six"]) {
      const row = await rowOf(title);
      expect(row.getByRole("button", { name: `Join waiting list ${title}` })).toBeVisible();
      expect(row.queryByRole("button", { name: /^Book/ })).not.toBeInTheDocument();
    }
    const titles = screen.getAllByRole("row").slice(1).map((row) => within(row).getAllByRole("cell")[0]?.textContent);
    expect(titles).toEqual(["slot seven", "slot five", "slot six"]);
  });

  it("books the slot of the row and loads the slots again", async () => {
    let state = "free";
    api.fixed["GET /coming_slots"] = () => [slot(5, "slot five", "free"), slot(7, "slot seven", state)];
    api.fixed["POST /slots/7/book"] = () => {
      state = "taken";
      return booking(1, "slot seven", "open");
    };
    const user = openPage("/book");
    await user.click(await screen.findByRole("button", { name: "Book slot seven" }));
    expect(await screen.findByText("Booked.")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: "/slots/7/book", body: undefined }]);
    expect(await screen.findByRole("button", { name: "Join waiting list slot seven" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Book slot five" })).toBeVisible();
  });

  it("joins the waiting list of the row's slot", async () => {
    api.fixed["GET /coming_slots"] = [slot(5, "slot five", "taken"), slot(7, "slot seven", "taken")];
    api.fixed["POST /slots/7/join"] = { id: 1 };
    const user = openPage("/book");
    await user.click(await screen.findByRole("button", { name: "Join waiting list slot seven" }));
    expect(await screen.findByText("You are on the waiting list.")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path: "/slots/7/join", body: undefined }]);
  });

  it("shows a refusal, and no success", async () => {
    api.fixed["GET /coming_slots"] = [slot(7, "slot seven", "free")];
    api.refusal = { status: 409, detail: "The patient already has two open bookings." };
    const user = openPage("/book");
    await user.click(await screen.findByRole("button", { name: "Book slot seven" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("already has two open bookings");
    expect(screen.queryByText("Booked.")).not.toBeInTheDocument();
  });

  it("says that there are none, but only if the API says so", async () => {
    api.fixed["GET /coming_slots"] = [];
    openPage("/book");
    expect(await screen.findByText("No slots yet.")).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    openPage("/book");
    expect(await screen.findByRole("alert")).toHaveTextContent("The server does not answer.");
    expect(screen.queryByText("No slots yet.")).not.toBeInTheDocument();
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });
});

describe("My bookings", () => {
  const part = async (name: string) => within(await screen.findByRole("region", { name }));

  it("shows next bookings, past ones and waiting entries, each in its part", async () => {
    api.fixed["GET /my_bookings"] = { next: [booking(3, "next one", "open"), booking(1, "next two", "open")], past: [booking(2, "past one", "missed")] };
    api.add("waiting_entries", { title: "waited for", state: "waiting" });
    openPage("/my-bookings");
    const next = await part("Next bookings");
    expect(next.getAllByRole("row").slice(1).map((row) => within(row).getAllByRole("cell")[0]?.textContent)).toEqual(["next one", "next two"]);
    const past = await part("Past bookings");
    expect(past.getByText("past one")).toBeVisible();
    expect(past.getByText("missed")).toBeVisible();
    expect(past.queryByRole("button")).not.toBeInTheDocument();
    const waiting = await part("Waiting list");
    expect(await waiting.findByText("waited for")).toBeVisible();
    expect(waiting.queryByRole("button")).not.toBeInTheDocument();
    expect(screen.getByRole("heading", { level: 1 })).toHaveTextContent("My bookings");
  });

  it("says what is empty", async () => {
    api.fixed["GET /my_bookings"] = { next: [], past: [] };
    openPage("/my-bookings");
    expect(await screen.findByText("No coming bookings.")).toBeVisible();
    expect(screen.getByText("No past bookings.")).toBeVisible();
    expect(await screen.findByText("You are on no waiting list.")).toBeVisible();
  });

  it("cancels the booking of the row and loads again", async () => {
    let cancelled = false;
    api.fixed["GET /my_bookings"] = () =>
      cancelled
        ? { next: [booking(3, "stays", "open")], past: [booking(4, "goes", "cancelled")] }
        : { next: [booking(3, "stays", "open"), booking(4, "goes", "open")], past: [] };
    api.fixed["POST /bookings/4/cancel"] = () => {
      cancelled = true;
      return booking(4, "goes", "cancelled");
    };
    const user = openPage("/my-bookings");
    await user.click(await screen.findByRole("button", { name: "Cancel goes" }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Cancel goes" })).not.toBeInTheDocument());
    expect(api.seen).toEqual([{ method: "POST", path: "/bookings/4/cancel", body: undefined }]);
    expect((await part("Past bookings")).getByText("cancelled")).toBeVisible();
    expect(screen.getByRole("button", { name: "Cancel stays" })).toBeVisible();
  });

  it.each(["Accept", "Decline"])("answers an offer: %s", async (name) => {
    api.fixed["GET /my_bookings"] = { next: [], past: [] };
    api.add("waiting_entries", { title: "only waits", state: "waiting" });
    const entry = api.add("waiting_entries", { title: "asked", state: "offered" });
    const path = `/waiting_entries/${entry.id}/${name.toLowerCase()}`;
    api.fixed[`POST ${path}`] = () => {
      entry["state"] = "answered";
      return entry;
    };
    const user = openPage("/my-bookings");
    await user.click(await screen.findByRole("button", { name: `${name} asked` }));
    expect(await screen.findByText("answered")).toBeVisible();
    expect(api.seen).toEqual([{ method: "POST", path, body: undefined }]);
    expect(screen.queryByRole("button", { name: /^(Accept|Decline)/ })).not.toBeInTheDocument();
  });

  it("shows all entries, even if there are several pages of them", async () => {
    api.fixed["GET /my_bookings"] = { next: [], past: [] };
    for (let index = 1; index <= 101; index++) api.add("waiting_entries", { title: `entry ${index}`, state: "declined" });
    openPage("/my-bookings");
    expect(await screen.findByText("entry 1")).toBeVisible();
    expect(screen.getByText("entry 101")).toBeVisible();
  });

  it("shows a refusal", async () => {
    api.fixed["GET /my_bookings"] = { next: [booking(4, "soon", "open")], past: [] };
    api.refusal = { status: 409, detail: "It is too late." };
    const user = openPage("/my-bookings");
    await user.click(await screen.findByRole("button", { name: "Cancel soon" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("It is too late.");
    expect(screen.getByRole("button", { name: "Cancel soon" })).toBeVisible();
  });

  it("says so when the API does not answer", async () => {
    api.down = true;
    openPage("/my-bookings");
    await waitFor(() => expect(screen.getAllByRole("alert")).toHaveLength(2));
    expect(screen.queryByText("No coming bookings.")).not.toBeInTheDocument();
    expect(screen.queryByText("You are on no waiting list.")).not.toBeInTheDocument();
    expect(screen.queryByRole("table")).not.toBeInTheDocument();
  });

  it("is no page of a therapist", async () => {
    api.signIn({ role: "therapist" });
    openPage("/my-bookings");
    expect(await screen.findByText("Your account may not use this page.")).toBeVisible();
    expect(screen.queryByRole("link", { name: "My bookings" })).not.toBeInTheDocument();
    expect(screen.getByRole("link", { name: "Today" })).toBeVisible();
  });
});
