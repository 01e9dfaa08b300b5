// Command server runs the Studio API.
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

	"studio/backend/internal/application"
	"studio/backend/internal/infrastructure/config"
	"studio/backend/internal/infrastructure/httpapi"
	"studio/backend/internal/infrastructure/passwords"
	"studio/backend/internal/infrastructure/sqlite"
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

// run serves until ctx ends, then lets requests in flight finish.
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
	accounts := application.NewAccountService(application.AccountPorts{
		Transactor: store,
		Accounts:   store.Accounts(),
		Passwords:  passwords.Usual,
		Now:        time.Now,
	})
	if err := accounts.Seed(ctx, "The admin", settings.AdminEmail, settings.AdminPassword); err != nil {
		return fmt.Errorf("make the first account: %w", err)
	}
	handler := httpapi.NewHandler(httpapi.Services{
		Accounts: accounts,
		Lessons: application.NewLessonService(application.LessonPorts{
			Transactor: store,
			Lessons:    store.Lessons(),
			Now:        time.Now,
		}),
		Bookings: application.NewBookingService(application.BookingPorts{
			Transactor: store,
			Bookings:   store.Bookings(),
			Lessons:    store.Lessons(),
			Now:        time.Now,
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
