package httpapi

import (
	"net/http"
	"strconv"
	"time"

	"trails/backend/internal/domain"
)

// report is a report as it is sent.
type report struct {
	ID        int64     `json:"id"`
	Text      string    `json:"text"`
	Condition string    `json:"condition"`
	CreatedAt time.Time `json:"createdAt"`
	Author    author    `json:"author"`
}

func reportOf(r domain.Report) report {
	return report{r.ID, r.Text, r.Condition, r.CreatedAt, author{r.Author}}
}

func (h *handler) registerReports(mux *http.ServeMux) {
	mux.HandleFunc("GET /api/trails/{slug}/reports", h.listReports)
	mux.HandleFunc("POST /api/trails/{slug}/reports", h.signed(h.createReport))
	mux.HandleFunc("/api/trails/{slug}/reports", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("DELETE /api/trails/{slug}/reports/{id}", h.signed(h.deleteReport))
	mux.HandleFunc("/api/trails/{slug}/reports/{id}", methodNotAllowed("DELETE"))
}

func (h *handler) listReports(w http.ResponseWriter, r *http.Request) {
	found, err := h.services.Reports.List(r.Context(), r.PathValue("slug"))
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	reports := make([]report, len(found))
	for i, one := range found {
		reports[i] = reportOf(one)
	}
	writeJSON(w, http.StatusOK, map[string]any{"reports": reports})
}

func (h *handler) createReport(w http.ResponseWriter, r *http.Request, account domain.Account) {
	var in domain.ReportInput
	if err := decodeBody(w, r, "report", &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	made, err := h.services.Reports.Create(r.Context(), account, r.PathValue("slug"), in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusCreated, map[string]any{"report": reportOf(made)})
}

func (h *handler) deleteReport(w http.ResponseWriter, r *http.Request, account domain.Account) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil {
		h.writeError(w, r, domain.ErrNotFound)
		return
	}
	if err := h.services.Reports.Delete(r.Context(), account.ID, r.PathValue("slug"), id); err != nil {
		h.writeError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
