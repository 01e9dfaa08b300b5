// Package httpapi is the HTTP interface of the application layer.
package httpapi

import (
	"context"
	"log/slog"
	"net/http"

	"physio-practice/backend/api"
	"physio-practice/backend/internal/application"
)

// Services are the use cases that the routes call.
type Services struct {
	Auth           *application.AuthService
	Rooms          *application.RoomService
	Slots          *application.SlotService
	Bookings       *application.BookingService
	WaitingEntries *application.WaitingEntryService
	Notes          *application.NoteService
	Practice       *application.PracticeService
}

// Options are the settings of a deployment.
type Options struct {
	Logger *slog.Logger
	// Origins may call the API from a browser; "*" stands for any.
	Origins []string
	// StaticDir is the folder of the built frontend; if it is empty, only the API is served.
	StaticDir string
	// CheckReady returns an error if the storage is not available.
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
	h.registerAuth(mux)
	h.registerRooms(mux)
	h.registerSlots(mux)
	h.registerBookings(mux)
	h.registerWaitingEntries(mux)
	h.registerNotes(mux)
	h.registerOpen(mux)
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
