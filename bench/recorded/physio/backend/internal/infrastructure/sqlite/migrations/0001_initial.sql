CREATE TABLE "accounts" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "phone" TEXT NOT NULL UNIQUE,
    "date_of_birth" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "missed_count" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL
);

CREATE TABLE "rooms" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL UNIQUE
);

CREATE TABLE "slots" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "minutes" TEXT NOT NULL,
    "room_id" INTEGER NOT NULL REFERENCES "rooms" ("id") ON DELETE RESTRICT,
    "therapist_id" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "ends_at" TEXT NOT NULL,
    "state" TEXT NOT NULL
);
CREATE INDEX "slots_room_id" ON "slots" ("room_id");
CREATE INDEX "slots_therapist_id" ON "slots" ("therapist_id");

CREATE TABLE "bookings" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "slot_id" INTEGER NOT NULL REFERENCES "slots" ("id") ON DELETE RESTRICT,
    "patient_id" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "patient_name" TEXT NOT NULL,
    "starts_at" TEXT NOT NULL,
    "state" TEXT NOT NULL
);
CREATE INDEX "bookings_slot_id" ON "bookings" ("slot_id");
CREATE INDEX "bookings_patient_id" ON "bookings" ("patient_id");

CREATE TABLE "waiting_entries" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "slot_id" INTEGER NOT NULL REFERENCES "slots" ("id") ON DELETE RESTRICT,
    "patient_id" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE RESTRICT,
    "patient_name" TEXT NOT NULL,
    "state" TEXT NOT NULL
);
CREATE INDEX "waiting_entries_slot_id" ON "waiting_entries" ("slot_id");
CREATE INDEX "waiting_entries_patient_id" ON "waiting_entries" ("patient_id");

CREATE TABLE "notes" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "title" TEXT NOT NULL,
    "booking_id" INTEGER NOT NULL REFERENCES "bookings" ("id") ON DELETE RESTRICT,
    "text" TEXT NOT NULL
);
CREATE INDEX "notes_booking_id" ON "notes" ("booking_id");

-- Tokens of accounts that signed in: their digests, never the tokens themselves.
CREATE TABLE "auth_tokens" (
    "digest" TEXT PRIMARY KEY,
    "account" INTEGER NOT NULL REFERENCES "accounts" ("id") ON DELETE CASCADE,
    "expires_at" TEXT NOT NULL
);
CREATE INDEX "auth_tokens_expires_at" ON "auth_tokens" ("expires_at");

-- One row after the first records were stored, so that deleted ones do not come back.
CREATE TABLE "first_records" ("done_at" TEXT NOT NULL);
