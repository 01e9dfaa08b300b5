package httpapi

import (
	"net/http"
	"strconv"

	"studio/backend/internal/domain"
)

func (h *handler) registerLessons(mux *http.ServeMux) {
	mux.HandleFunc("GET /lessons", h.listLessons)
	mux.HandleFunc("POST /lessons", h.admin(h.createLesson))
	mux.HandleFunc("/lessons", methodNotAllowed("GET, HEAD, POST"))
	mux.HandleFunc("GET /lessons/{id}", h.getLesson)
	mux.HandleFunc("PUT /lessons/{id}", h.admin(h.replaceLesson))
	mux.HandleFunc("DELETE /lessons/{id}", h.admin(h.deleteLesson))
	mux.HandleFunc("POST /lessons/{id}/close", h.admin(h.closeLesson))
	mux.HandleFunc("/lessons/{id}/close", methodNotAllowed("POST"))
	mux.HandleFunc("/lessons/{id}", methodNotAllowed("GET, HEAD, PUT, DELETE"))
}

func (h *handler) listLessons(w http.ResponseWriter, r *http.Request) {
	query, err := lessonQuery(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	lessons, total, err := h.services.Lessons.List(r.Context(), query)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(total))
	writeJSON(w, http.StatusOK, lessons)
}

func lessonQuery(r *http.Request) (query domain.LessonQuery, err error) {
	values := r.URL.Query()
	if query.Page, err = pageOf(values); err != nil {
		return query, err
	}
	if query.Order, err = orderOf(values, domain.LessonOrders); err != nil {
		return query, err
	}
	query.Search, err = searchOf(values)
	return query, err
}

func (h *handler) createLesson(w http.ResponseWriter, r *http.Request) {
	var in domain.LessonInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	lesson, err := h.services.Lessons.Create(r.Context(), in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	w.Header().Set("Location", "/lessons/"+strconv.FormatInt(lesson.ID, 10))
	writeJSON(w, http.StatusCreated, lesson)
}

func (h *handler) getLesson(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	lesson, err := h.services.Lessons.Get(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, lesson)
}

func (h *handler) replaceLesson(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	var in domain.LessonInput
	if err := decodeBody(w, r, &in); err != nil {
		h.writeError(w, r, err)
		return
	}
	lesson, err := h.services.Lessons.Replace(r.Context(), id, in)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, lesson)
}

func (h *handler) closeLesson(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	lesson, err := h.services.Lessons.Close(r.Context(), id)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	writeJSON(w, http.StatusOK, lesson)
}

func (h *handler) deleteLesson(w http.ResponseWriter, r *http.Request) {
	id, err := pathID(r)
	if err != nil {
		h.writeError(w, r, err)
		return
	}
	if err := h.services.Lessons.Delete(r.Context(), id); err != nil {
		h.writeError(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
