// Command server runs the Physiotherapy practice API.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"physio-practice/backend/internal/application"
	"physio-practice/backend/internal/infrastructure/config"
	"physio-practice/backend/internal/infrastructure/httpapi"
	"physio-practice/backend/internal/infrastructure/passwords"
	"physio-practice/backend/internal/infrastructure/sqlite"
)

const drainTimeout = 10 * time.Second

func main() {
	logger := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, logger); err != nil {
		logger.Error("server stopped", "error", err)
		os.Exit(1)
	}
}

// run serves until ctx is done, then waits for in-flight requests.
func run(ctx context.Context, logger *slog.Logger) error {
	settings, err := config.FromEnvironment(os.LookupEnv)
	if err != nil {
		return err
	}
	db, err := sqlite.Open(ctx, settings.DatabasePath)
	if err != nil {
		return fmt.Errorf("open database: %w", err)
	}
	defer func() {
		if err := db.Close(); err != nil {
			logger.Error("close database", "error", err)
		}
	}()
	store := sqlite.NewStore(db)
	clock := time.Now
	if !settings.FakeNow.IsZero() {
		started := time.Now()
		clock = func() time.Time { return settings.FakeNow.Add(time.Since(started)) }
	}
	hasher := passwords.Recommended()
	if err := application.Seed(ctx, application.SeedPorts{
		Transactor:       store,
		Seeding:          store,
		Accounts:         store.Accounts(),
		Rooms:            store.Rooms(),
		Passwords:        hasher,
		InitialPasswords: settings.InitialPasswords,
		Now:              clock,
	}); err != nil {
		return fmt.Errorf("store the first records: %w", err)
	}
	handler := httpapi.NewHandler(httpapi.Services{
		Auth: application.NewAuthService(application.AuthPorts{
			Transactor: store,
			Accounts:   store.Accounts(),
			Passwords:  hasher,
			Now:        clock,
		}),
		Rooms: application.NewRoomService(application.RoomPorts{
			Transactor: store,
			Rooms:      store.Rooms(),
			Now:        clock,
		}),
		Slots: application.NewSlotService(application.SlotPorts{
			Transactor: store,
			Slots:      store.Slots(),
			Rooms:      store.Rooms(),
			Now:        clock,
		}),
		Bookings: application.NewBookingService(application.BookingPorts{
			Transactor: store,
			Bookings:   store.Bookings(),
			Now:        clock,
		}),
		WaitingEntries: application.NewWaitingEntryService(application.WaitingEntryPorts{
			Transactor:     store,
			WaitingEntries: store.WaitingEntries(),
			Now:            clock,
		}),
		Notes: application.NewNoteService(application.NotePorts{
			Transactor: store,
			Notes:      store.Notes(),
			Now:        clock,
		}),
		Practice: application.NewPracticeService(application.PracticePorts{
			Transactor:     store,
			Accounts:       store.Accounts(),
			Slots:          store.Slots(),
			Bookings:       store.Bookings(),
			WaitingEntries: store.WaitingEntries(),
			Notes:          store.Notes(),
			Now:            clock,
		}),
	}, httpapi.Options{
		Logger:     logger,
		Origins:    settings.CORSOrigins,
		StaticDir:  settings.StaticDir,
		CheckReady: store.Ping,
	})
	return serve(ctx, logger, settings.Address(), handler)
}

func serve(ctx context.Context, logger *slog.Logger, address string, handler http.Handler) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("listen on %s (set PORT to use another): %w", address, err)
	}
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	logger.Info("listening", "address", listener.Addr().String())

	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.Background(), drainTimeout)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return fmt.Errorf("drain: %w", err)
	}
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
