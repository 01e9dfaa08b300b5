// Command server runs the Trails API.
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

	"trails/backend/internal/application"
	"trails/backend/internal/infrastructure/config"
	"trails/backend/internal/infrastructure/httpapi"
	"trails/backend/internal/infrastructure/passwords"
	"trails/backend/internal/infrastructure/sqlite"
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
	clock := settings.Clock()
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
		Now:        clock,
	})
	handler := httpapi.NewHandler(httpapi.Services{
		Accounts: accounts,
		Trails:   application.NewTrailService(application.TrailPorts{Transactor: store, Trails: store.Trails(), Now: clock}),
		Reports: application.NewReportService(application.ReportPorts{
			Transactor: store,
			Reports:    store.Reports(),
			Trails:     store.Trails(),
			Now:        clock,
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
