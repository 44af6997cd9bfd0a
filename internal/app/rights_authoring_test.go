package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/png"
	"maps"

	"zaemme/internal/authoring"
	"zaemme/internal/course"
	"zaemme/internal/coursefile"
	"zaemme/internal/db"
	"zaemme/internal/testing/films"
)

// courses makes what the course workshop names in its addresses.
func (w *rightsWorld) courses() {
	w.t.Helper()
	w.row(`insert into course_updates (course_id, content_hash, content, offered_on)
		select v.course_id, sha256('x'), v.content, current_date from course_versions v join courses c on c.id = v.course_id where c.code = 'IS-01'
		order by v.number limit 1 returning course_id`)
	maps.Copy(w.objects, map[string]string{"/werkstatt/kurs/:code": "IS-01", "/werkstatt/kurs/:code/fassung/:no<int>": "1",
		"/werkstatt/:id<int>/uebersetzung/:lang": "en", "/werkstatt/:id<int>/eigene/:no<int>": "1", "/werkstatt/:id<int>/eigene/absatz/:text": "1",
		"/werkstatt/:id<int>/text/:text": "1", "/werkstatt/:id<int>/fragen/:format": "gift", "/werkstatt/:id<int>/fragen/:format/:lang": "de",
		"/werkstatt/kurs/:code/fragen/:format": "moodle", "/werkstatt/kurs/:code/fragen/:format/:lang": "de", "/werkstatt/:id<int>/frage/:no<int>": "1",
		"/werkstatt/:id<int>/probelauf/module/:no<int>": "1", "/werkstatt/:id<int>/probelauf/test/:no<int>": "1", "/bild/:name": w.coursePicture(), "/medien/:name": w.courseFilm()})
	w.each["/werkstatt/:id<int>"] = w.courseDraft
	w.objects["/werkstatt/kurs/:code/testfragen/:question"] = "IS-01-Q01"
}

// courseDraft is a new course that somebody writes, a fresh one each time.
func (w *rightsWorld) courseDraft(string) string {
	w.t.Helper()
	var id int64
	w.write(func(ctx context.Context, tx *db.Tx) (err error) {
		var made int
		if err := db.One(tx.Query(ctx), &made, `select count(*) from course_drafts`); err != nil {
			return err
		}
		code := fmt.Sprintf("%c%c-%02d", 'A'+made/2600, 'A'+made/100%26, made%100)
		act := authoring.Act{PersonID: w.people["trainer"], Now: w.app.Clock(), Today: w.today()}
		if id, err = w.app.Authoring.BeginEmpty(ctx, tx, act,
			authoring.New{Code: code, German: "Kurs", English: "Course", Kind: coursefile.Online, Publisher: "Seedorf", Owner: "Stelle"}); err != nil {
			return err
		}
		return w.app.Authoring.Edit(ctx, tx, act, id, func(c *coursefile.Course) error {
			c.Languages = []string{"de", "en"}
			_, err := authoring.OwnParagraph(c, &c.Modules[0], "", 0)
			return err
		})
	})
	return fmt.Sprint(id)
}

// courseFilm is the address of a film that a course plays.
func (w *rightsWorld) courseFilm() string {
	w.t.Helper()
	content := films.MP4("isom", "vide")
	sum := sha256.Sum256(content)
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return course.Keep(ctx, tx, &coursefile.Course{Media: []coursefile.Medium{{Name: "film.mp4", Content: content}}})
	})
	return hex.EncodeToString(sum[:]) + ".mp4"
}

// coursePicture is the address of a picture that a course shows.
func (w *rightsWorld) coursePicture() string {
	w.t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		w.t.Fatal(err)
	}
	sum := sha256.Sum256(out.Bytes())
	w.write(func(ctx context.Context, tx *db.Tx) error {
		return course.KeepImages(ctx, tx, &coursefile.Course{Images: []coursefile.Image{{Name: "bild.png", Content: out.Bytes()}}})
	})
	return hex.EncodeToString(sum[:]) + ".png"
}
