// Package httpapi speaks HTTP for the application layer.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"

	"shop/backend/api"
	"shop/backend/internal/application"
)

// Services are the use cases behind the routes.
type Services struct {
	Accounts   *application.AccountService
	Products   *application.ProductService
	StockMoves *application.StockMoveService
	CartLines  *application.CartLineService
	Orders     *application.OrderService
}

// Options are what a deployment decides.
type Options struct {
	Logger *slog.Logger
	// Origins may call the API from a browser; "*" stands for any.
	Origins []string
	// StaticDir holds the built page; empty serves the API alone.
	StaticDir string
	// CheckReady reports whether the storage answers.
	CheckReady func(ctx context.Context) error
}

type handler struct {
	services Services
	options  Options
}

// NewHandler builds the whole HTTP interface.
func NewHandler(services Services, options Options) http.Handler {
	h := &handler{services: services, options: options}
	mux := http.NewServeMux()
	h.registerAccounts(mux)
	h.registerProducts(mux)
	h.registerStockMoves(mux)
	h.registerCartLines(mux)
	h.registerOrders(mux)
	mux.HandleFunc("GET /healthz", h.health)
	mux.HandleFunc("GET /openapi.yaml", serveDocument)
	mux.Handle("/", h.page())
	return h.withRequestID(h.withLog(h.withRecovery(h.withCORS(h.withPage(mux)))))
}

func (h *handler) health(w http.ResponseWriter, r *http.Request) {
	if err := h.options.CheckReady(r.Context()); err != nil {
		h.options.Logger.Error("not ready", "error", err)
		writeProblem(w, http.StatusServiceUnavailable, "The storage does not answer.", nil)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

func serveDocument(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/yaml")
	if _, err := w.Write(api.Document); err != nil {
		slog.Debug("client went away", "error", err)
	}
}

func methodNotAllowed(allow string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Allow", allow)
		writeProblem(w, http.StatusMethodNotAllowed, "This address takes "+allow+".", nil)
	}
}
