package demo

// First and last names are common in Switzerland and combined at random; any
// likeness with somebody is chance.
var (
	firstNames = []string{
		"Andrea", "Beat", "Carla", "Daniel", "Elena", "Fabian", "Gabriela", "Hasan", "Irène", "Jonas", "Katarina", "Luca", "Mirjam", "Noël",
		"Olga", "Pascal", "Ramona", "Samuel", "Teresa", "Urs", "Vesna", "Walter", "Xenia", "Yannick", "Zoë", "Arben", "Bruna", "Cédric",
		"Dragana", "Emil", "Fatima", "Gjon", "Heidi", "Ivo", "Jasmin", "Kevin", "Lea", "Marco", "Nadia", "Oliver", "Petra", "René",
		"Selina", "Thomas", "Ursina", "Valentin", "Wanda", "Yusuf", "Ana-María", "Bruno", "Claudia", "Dilan", "Esther", "Franziska",
		"Goran", "Helen", "Ilaria", "Julian", "Kübra", "Livia", "Mehmet", "Nicole", "Patrick", "Rahel", "Silvan", "Tamara", "Ueli",
		"Verena", "Werner", "Anouk", "Benjamin", "Corinne", "David", "Eveline", "Florian", "Gian", "Hanna", "Ismail", "Jana", "Kilian",
	}
	lastNames = []string{
		"Aebi", "Bächtold", "Bieri", "Brügger", "Bucher", "Camenzind", "Dörig", "Duss", "Egli", "Emmenegger", "Erni", "Fässler", "Fischer",
		"Fuchs", "Gasser", "Gloor", "Graber", "Häfliger", "Hodel", "Hunkeler", "Imhof", "Jenni", "Jurić", "Käch", "Kaufmann", "Keller",
		"Krasniqi", "Küng", "Lustenberger", "Lüthi", "Marti", "Meier", "Müller", "Niederberger", "Odermatt", "Özdemir", "Pfister",
		"Portmann", "Rölli", "Röösli", "Ruckstuhl", "Schmid", "Schnyder", "Schürch", "Sigrist", "Stadelmann", "Steiner", "Stocker",
		"Studer", "Sučić", "Thali", "Ulrich", "Vogel", "von Arx", "Wicki", "Wyss", "Yılmaz", "Zemp", "Zgraggen", "Zihlmann", "Béguelin",
		"D’Angelo", "Ferrari", "Gashi", "Hoxha", "Ilić", "Kovačević", "Lopes", "Martínez", "Nguyen", "Petrović", "Rossi", "Shala",
		"Tadić", "Varga", "Weber", "Zürcher", "Amstutz", "Burri", "Christen",
	}
)
