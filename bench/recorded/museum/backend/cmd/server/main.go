// Command server runs the audio guide.
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
	"strconv"
	"syscall"
	"time"

	"harbour-museum-audio-guide/backend/internal/application"
	"harbour-museum-audio-guide/backend/internal/infrastructure/httpapi"
	"harbour-museum-audio-guide/backend/internal/infrastructure/security"
	"harbour-museum-audio-guide/backend/internal/infrastructure/settings"
	"harbour-museum-audio-guide/backend/internal/infrastructure/sqlite"
)

func main() {
	if err := run(); err != nil {
		slog.Error("server", "error", err)
		os.Exit(1)
	}
}

func run() (err error) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()

	config, err := settings.Read(os.Getenv)
	if err != nil {
		return err
	}
	store, err := sqlite.Open(config.DatabasePath)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	service, err := application.NewService(store, security.NewArgon2(), security.Tokens{}, time.Now)
	if err != nil {
		return err
	}
	if err := service.Seed(ctx, application.FirstDay(config.CuratorPassword)); err != nil {
		return fmt.Errorf("first records: %w", err)
	}

	server := &http.Server{
		Handler:           httpapi.New(service, httpapi.Options{CORSOrigins: config.CORSOrigins, StaticDir: config.StaticDir}),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    64 << 10,
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(config.Host, strconv.Itoa(config.Port)))
	if err != nil {
		return err
	}
	slog.Info("listening", "address", listener.Addr().String())

	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	slog.Info("ending")
	ending, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return server.Shutdown(ending)
}
