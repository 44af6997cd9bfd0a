package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zaemme/internal/coursefile"
	"zaemme/internal/exchange"
)

type exportQuestionsCmd struct {
	Code     string `arg:"" help:"Code of the course, such as IS-01."`
	Format   string `required:"" enum:"gift,moodle" help:"gift, or moodle for Moodle XML."`
	Language string `placeholder:"de" help:"Language of the questions; the main one of the course by default."`
	Dir      string `type:"existingdir" help:"Folder of course folders; the built-in courses by default."`
}

// Run writes the file to the output and what it cannot carry to the error output.
func (c exportQuestionsCmd) Run(e *env) error {
	course, err := courseIn(catalogue(c.Dir), c.Code)
	if err != nil {
		return err
	}
	if c.Language == "" {
		c.Language = course.Language
	}
	if c.Language != course.Language && !slices.Contains(course.Languages, c.Language) {
		return fmt.Errorf("%s is not written in %q", course.Code, c.Language)
	}
	file, problems := exchange.Export(course, exchange.Format(c.Format), c.Language)
	for _, p := range problems {
		fmt.Fprintln(e.err, p.In("de", course.Code))
	}
	_, err = e.out.Write(file)
	return err
}

type importQuestionsCmd struct {
	File       string `arg:"" type:"existingfile" help:"GIFT or Moodle XML."`
	Course     string `required:"" help:"Code of the course, such as IS-01."`
	Module     int    `placeholder:"N" help:"Module of questions that name none."`
	Competence string `placeholder:"4.2" help:"Competence of questions that name none."`
	Dir        string `type:"existingdir" help:"Folder of course folders; the built-in courses by default."`
}

// Run writes what is to be added to questions.yaml to the output, and what could
// not be taken to the error output.
func (c importQuestionsCmd) Run(e *env) error {
	course, err := courseIn(catalogue(c.Dir), c.Course)
	if err != nil {
		return err
	}
	if c.Module != 0 && course.Module(c.Module) == nil {
		return fmt.Errorf("%s has no module %d", course.Code, c.Module)
	}
	content, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	imported := exchange.Import(content, course, exchange.Options{Module: c.Module, Competence: c.Competence})
	for _, p := range imported.Problems {
		fmt.Fprintln(e.err, p.In("de", filepath.Base(c.File)))
	}
	if len(imported.Questions) == 0 {
		return fmt.Errorf("no question could be taken")
	}
	fmt.Fprintf(e.err, "%d von %d Fragen übernommen.\n", len(imported.Questions), imported.Found)
	_, err = e.out.Write(coursefile.WriteQuestions(imported.Questions))
	return err
}

// courseIn is the course of the code; its own problems are for «courses check».
func courseIn(files fs.FS, code string) (*coursefile.Course, error) {
	list, _ := coursefile.LoadAll(files)
	i := slices.IndexFunc(list, func(c *coursefile.Course) bool { return strings.EqualFold(c.Code, code) })
	if i < 0 {
		return nil, fmt.Errorf("there is no course %q", code)
	}
	return list[i], nil
}
