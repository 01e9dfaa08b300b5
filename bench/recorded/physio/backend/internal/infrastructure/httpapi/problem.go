package httpapi

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"physio-practice/backend/internal/domain"
)

// problem is an RFC 9457 error document.
type problem struct {
	Type   string              `json:"type"`
	Title  string              `json:"title"`
	Status int                 `json:"status"`
	Detail string              `json:"detail,omitempty"`
	Errors []domain.FieldError `json:"errors,omitempty"`
}

// requestError describes an invalid request.
type requestError struct {
	status int
	detail string
	fields []domain.FieldError
}

func (e *requestError) Error() string { return e.detail }

func writeProblem(w http.ResponseWriter, status int, detail string, fields []domain.FieldError) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	body := problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail, Errors: fields}
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Debug("client went away", "error", err)
	}
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(body); err != nil {
		slog.Debug("client went away", "error", err)
	}
}

// writeError translates an error into a status and a message for the user.
func (h *handler) writeError(w http.ResponseWriter, r *http.Request, err error) {
	var bad *requestError
	var invalid *domain.ValidationError
	var conflict *domain.ConflictError
	var broken *domain.RuleError
	switch {
	case errors.As(err, &bad):
		writeProblem(w, bad.status, bad.detail, bad.fields)
	case errors.As(err, &invalid):
		writeProblem(w, http.StatusUnprocessableEntity, "Some fields are not acceptable.", invalid.Fields)
	case errors.As(err, &conflict):
		fields := []domain.FieldError{{Field: conflict.Field, Message: "is already taken"}}
		writeProblem(w, http.StatusConflict, "Another record has this value.", fields)
	case errors.As(err, &broken):
		writeProblem(w, http.StatusConflict, broken.Message, nil)
	case errors.Is(err, domain.ErrUnsigned):
		w.Header().Set("WWW-Authenticate", "Bearer")
		writeProblem(w, http.StatusUnauthorized, "Sign in with a matching phone and password.", nil)
	case errors.Is(err, domain.ErrInUse):
		writeProblem(w, http.StatusConflict, "Other records still refer to it; delete those first.", nil)
	case errors.Is(err, domain.ErrOtherTherapist):
		writeProblem(w, http.StatusForbidden, "Only the therapist of the slot may do this.", nil)
	case errors.Is(err, domain.ErrNotFound):
		writeProblem(w, http.StatusNotFound, "There is no such record.", nil)
	default:
		h.options.Logger.Error("request failed", "id", requestID(r.Context()), "error", err)
		writeProblem(w, http.StatusInternalServerError, "The server could not answer; the log says why.", nil)
	}
}
